using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.RunFiles;

/// <summary>The names that prompts of a run file use, and what they are called here.</summary>
internal sealed class RunFileNames(WorkflowBuilder builder, ImportContext context)
{
    private const string RunPrompt = "run.prompt";

    private readonly Dictionary<string, string> steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> inputs = new(StringComparer.Ordinal);
    private readonly Slugs inputNames = new();

    /// <summary>Whether the id is new; what is added is known to the steps that follow.</summary>
    public bool TryAddStep(string written, string id) => steps.TryAdd(written, id) && outputs.TryAdd(written, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The outputs of a step, as written and ours.</summary>
    public Dictionary<string, string> OutputsOf(string written) => outputs.GetValueOrDefault(written) ?? new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Inputs that the file declares, as a list or a mapping; the run's prompt is always there and is none of them.</summary>
    public void Declare(YamlNode? node)
    {
        var declared = node switch
        {
            null => [],
            SequenceNode list => list.Items.Select(i => (Name: (i as MappingNode)?.Find("name")?.Value as ScalarNode ?? i as ScalarNode, Node: i)),
            MappingNode map => map.Entries.Select(e => (Name: (ScalarNode?)e.Key, Node: e.Value)),
            _ => [(null, node)],
        };
        foreach (var (name, declaration) in declared)
        {
            if (name is null)
            {
                context.Error(declaration, DiagnosticCodes.WrongType, "An input has a 'name'.");
            }
            else if (name.Text is "description" or "prompt")
            {
                context.Warn(name, $"The input '{name.Text}' is the prompt that the run is started with; it is not declared.");
            }
            else
            {
                Declare(name, declaration);
            }
        }
    }

    /// <summary>The prompt with our names.</summary>
    public string Translate(ScalarNode prompt) => HandlebarsPrompt.Translate(prompt, context, Ours);

    private void Declare(ScalarNode name, YamlNode node)
    {
        var ours = Add(name.Text);
        var input = builder.Input(ours, "string");
        if (node is not MappingNode mapping)
        {
            return;
        }

        var section = new ImportSection(mapping, $"the input {Wording.Quote(name.Text)}", context);
        section.Text("name");
        var type = section.Text("type");
        if (type is { Text: not ("string" or "text") })
        {
            var isKnown = type.Text is "boolean" or "integer";
            input.Set("type", isKnown ? type.Text : "string");
            if (!isKnown)
            {
                context.Warn(type, $"The type {Wording.Quote(type.Text)} of the input '{ours}' is read as 'string'.");
            }
        }

        input.Set("required", section.Flag("required") == true ? true : null).Set("default", section.Take("default")).Set("description", section.Text("description", "label")?.Text);
        section.KeepRest(builder.Metadata.Child("inputs").Child(ours), $"metadata.inputs.{ours}");
    }

    private string Add(string written)
    {
        var ours = inputNames.MakeName(written);
        inputs.TryAdd(written, ours);
        return ours;
    }

    private string? Ours(string path, int at)
    {
        switch (path.Split('.'))
        {
            case ["inputs", "description" or "prompt"]:
                return RunPrompt;
            case ["inputs", var input]:
                return $"inputs.{Input(input, at)}";
            case ["steps", var step, "outputs", var output]:
                return Output(step, output, at);
            default:
                context.Bag.Error(at, DiagnosticCodes.UnknownName, $"There is no {Wording.Quote(path)} in the prompt of a run file; names are 'inputs.NAME' and 'steps.ID.outputs.NAME'.");
                return null;
        }
    }

    private string Input(string name, int at)
    {
        if (inputs.TryGetValue(name, out var known))
        {
            return known;
        }

        // an empty text is what the name stands for there when nothing was given
        var ours = Add(name);
        builder.Input(ours, "string").Set("default", "");
        context.Bag.Warning(at, ImportCodes.NotMappable, $"The file declares no inputs; '{ours}' is declared as a text that is empty unless given.");
        return ours;
    }

    private string? Output(string step, string output, int at)
    {
        if (!steps.TryGetValue(step, out var id))
        {
            context.Bag.Error(at, DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(step)} before this one{Wording.Hint(step, steps.Keys, "the steps before it are")}");
            return null;
        }

        if (!outputs[step].TryGetValue(output, out var name))
        {
            context.Bag.Error(at, DiagnosticCodes.UnknownOutput, $"The step '{step}' has no output {Wording.Quote(output)}{Wording.Hint(output, outputs[step].Keys, "its outputs are")}");
            return null;
        }

        return $"steps.{id}.outputs.{name}";
    }
}
