using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>Prompts of an orchestrator: names in braces, nothing else. What is known at import becomes text.</summary>
internal sealed partial class OrchestratorPrompt(IReadOnlyList<OrchestratorStep> steps, IReadOnlyDictionary<string, string> inputs, string slug, ImportContext context)
{
    /// <summary>The prompt in our template language; null after saying why it cannot be.</summary>
    public string? Translate(ScalarNode prompt, OrchestratorStep step)
    {
        var places = new PromptPlaces(prompt, context.Bag.Source.Text);
        var translated = new StringBuilder();
        var copied = 0;
        foreach (var match in Braces().Matches(prompt.Text).Cast<Match>())
        {
            var at = places.Of(match.Index);
            Literal(prompt.Text[copied..match.Index], at, translated);
            copied = match.Index + match.Length;
            var (name, literal) = Name(match.Groups["name"].Value, step, at);
            if (literal is not null)
            {
                Literal(literal, at, translated);
            }
            else if (name is not null && !HandlebarsText.TryAppend(translated, $"{{{{{name}}}}}"))
            {
                context.Bag.Error(at, ImportCodes.NotMappable, "A brace or two backslashes directly before '{{' cannot be translated; put a space between them.");
            }
        }

        Literal(prompt.Text[copied..], prompt.Start, translated);
        Paths(step, translated);
        return translated.ToString();
    }

    /// <summary>An agent there is told beside the prompt where its outputs go; here the prompt has to say it.</summary>
    private static void Paths(OrchestratorStep step, StringBuilder translated)
    {
        var prompt = translated.ToString();
        var unsaid = step.Outputs.Where(o => o.Path is not null && !prompt.Contains(o.Path, StringComparison.Ordinal)).ToList();
        if (unsaid.Count == 0)
        {
            return;
        }

        translated.Append(prompt.EndsWith('\n') ? "" : "\n").Append("Write outputs exactly to:\n");
        unsaid.ForEach(o => translated.Append(o.Name).Append(" -> ").Append(o.Path).Append(o.IsOptional ? " (when there is one)\n" : "\n"));
    }

    private void Literal(string text, int at, StringBuilder translated)
    {
        if (HandlebarsText.Escape(text) is { } escaped)
        {
            translated.Append(escaped);
        }
        else
        {
            context.Bag.Error(at, ImportCodes.NotMappable, "A backslash directly before '{{' cannot be translated; put a space between them.");
        }
    }

    /// <summary>Our name, or the text that it stands for; neither after saying why.</summary>
    private (string? Name, string? Literal) Name(string name, OrchestratorStep step, int at)
    {
        switch (name.Split('.'))
        {
            case ["inputs", var input] when inputs.TryGetValue(input, out var ours):
                return ($"inputs.{ours}", null);
            case ["steps", var from, "outputs", var output]:
                return (Output(steps.FirstOrDefault(s => string.Equals(s.Name.Text, from, StringComparison.Ordinal)), from, output, at), null);
            case ["state", var state]:
                return (State(state, at), null);
            case ["workflow", "run_id"]:
                return ("run.id", null);
            case ["workflow", "step_id"]:
                return (null, step.Id);
            case ["workflow", "id" or "workflow_id" or "name"]:
                return (null, slug);
            case ["workflow", "run_workspace" or "workspace"]:
                return (null, "."); // an agent's working directory is the run's workspace
            case ["workflow", "output_paths", var output] when step.Outputs.FirstOrDefault(o => string.Equals(o.Name, output, StringComparison.Ordinal)) is { Path: { } path }:
                return (null, path);
            case ["workflow", "output_paths_json"]:
                return (null, PlainValue.ToJson(step.Outputs.Where(o => o.Path is not null).ToDictionary(o => o.Name, o => (object?)o.Path, StringComparer.Ordinal)));
            case ["workflow", "output_schema_json"]:
                return (null, PlainValue.ToJson(Schema(step)));
            case ["inputs", var input]:
                context.Bag.Error(at, DiagnosticCodes.UnknownName, $"The workflow has no input {Wording.Quote(input)}{Wording.Hint(input, inputs.Keys, "its inputs are")}");
                break;
            default:
                context.Bag.Error(at, ImportCodes.NotMappable, $"{Wording.Quote(name)} has no counterpart here; names are inputs.NAME, steps.ID.outputs.NAME, state.ID_NAME and some of 'workflow'.");
                break;
        }

        return (null, null);
    }

    /// <summary>What a step left behind in the state is one of its outputs; before its first visit it is empty.</summary>
    private string? State(string state, int at)
    {
        foreach (var step in steps.OrderByDescending(s => s.Name.Text.Length).Where(s => state.StartsWith(s.Name.Text + "_", StringComparison.Ordinal)))
        {
            var output = state[(step.Name.Text.Length + 1)..];
            if (step.Outputs.Any(o => string.Equals(o.Name, output, StringComparison.Ordinal)))
            {
                return $"default steps.{step.Id}.outputs.{output} \"\"";
            }
        }

        context.Bag.Error(at, ImportCodes.NotMappable, $"The state {Wording.Quote(state)} is no step's output; it is written as STEP_OUTPUT.");
        return null;
    }

    private string? Output(OrchestratorStep? from, string called, string output, int at)
    {
        if (from is null)
        {
            context.Bag.Error(at, DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(called)}{Wording.Hint(called, steps.Select(s => s.Name.Text), "the steps are")}");
            return null;
        }

        if (from.Outputs.Any(o => string.Equals(o.Name, output, StringComparison.Ordinal)))
        {
            return $"steps.{from.Id}.outputs.{output}";
        }

        context.Bag.Error(at, DiagnosticCodes.UnknownOutput, $"The step '{called}' has no output {Wording.Quote(output)}{Wording.Hint(output, from.Outputs.Select(o => o.Name), "its outputs are")}");
        return null;
    }

    private static Dictionary<string, object?> Schema(OrchestratorStep step) => new(StringComparer.Ordinal)
    {
        ["type"] = "object",
        ["properties"] = step.Outputs.ToDictionary(o => o.Name, _ => (object?)new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = "string" }, StringComparer.Ordinal),
        ["required"] = step.Outputs.Where(o => !o.IsOptional).Select(o => (object?)o.Name).ToList(),
    };

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_.-]+)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();
}
