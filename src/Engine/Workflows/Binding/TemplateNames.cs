using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The names that the templates of a workflow may use, as far as they are known before a run.</summary>
internal sealed class TemplateNames(IReadOnlyList<InputDefinition> inputs, IReadOnlyList<MappingEntry> env, StepGraph graph)
{
    private static readonly ObjectShape Run = Names("run", ["key", "id", "prompt"]);

    private readonly ObjectShape inputNames = Names("inputs", inputs.Select(i => i.Name));

    /// <summary>What <c>env</c> of the whole workflow may use: it is the same for every step.</summary>
    public TemplateShape ForWorkflowEnv() => Root(steps: null, [], "'env' of the workflow");

    /// <summary>What <c>env</c> of a step may use: the workflow's variables, not its own.</summary>
    public TemplateShape ForStepEnv(StepDraft step) => Root(Steps(step), env, "'env' of a step");

    /// <summary>What the prompt of a step may use.</summary>
    public TemplateShape ForPrompt(StepDraft step) => Root(Steps(step), [.. env, .. step.Env], "a prompt");

    private ObjectShape Root(ObjectShape? steps, IEnumerable<MappingEntry> variables, string where)
    {
        var names = new Dictionary<string, TemplateShape>(StringComparer.Ordinal)
        {
            ["inputs"] = inputNames,
            ["run"] = Run,
            ["repository"] = TemplateShape.Scalar,
            ["env"] = Names("env", variables.Select(v => v.Key.Text)),
        };
        if (steps is not null)
        {
            names["steps"] = steps;
        }

        return new ObjectShape("", names, name => name is "with" or "messages"
            ? (DiagnosticCodes.NotAvailable, $"'{name}' in a template is not available in this version of Signalbox.")
            : (DiagnosticCodes.UnknownName, inputNames.Names.ContainsKey(name)
            ? $"There is no '{name}' here; the input is written 'inputs.{name}'."
            : $"There is no {Wording.Quote(name)} in {where}{Wording.Hint(name, names.Keys, "names begin with one of")}"));
    }

    private ObjectShape Steps(StepDraft step)
    {
        var before = graph.Before(step);
        var names = before.ToDictionary(id => id, id => (TemplateShape)Step(graph.Steps[id]), StringComparer.Ordinal);
        return new ObjectShape("steps", names, name =>
            string.Equals(name, step.Id?.Text, StringComparison.Ordinal) ? (DiagnosticCodes.StepNotBefore, $"The step '{name}' uses its own result, which is not there yet.")
            : graph.Steps.ContainsKey(name) ? (DiagnosticCodes.StepNotBefore, $"The step '{name}' may not have ended when this one begins; add '{name}' to 'needs'.")
            : (DiagnosticCodes.UnknownStep, $"There is no step {Wording.Quote(name)}{Wording.Hint(name, graph.Steps.Keys, "the steps are")}"));
    }

    private static ObjectShape Step(StepDraft step)
    {
        var id = step.Id!.Text;
        var outputs = step.Outputs.ToDictionary(o => o.Name, _ => TemplateShape.Scalar, StringComparer.Ordinal);
        return new ObjectShape($"steps.{id}", new Dictionary<string, TemplateShape>(StringComparer.Ordinal)
        {
            ["status"] = TemplateShape.Scalar,
            ["outputs"] = new ObjectShape($"steps.{id}.outputs", outputs, name => (DiagnosticCodes.UnknownOutput,
                outputs.Count == 0 ? $"The step '{id}' declares no outputs, so there is no {Wording.Quote(name)}."
                : $"The step '{id}' has no output {Wording.Quote(name)}{Wording.Hint(name, outputs.Keys, "its outputs are")}")),
        });
    }

    private static ObjectShape Names(string label, IEnumerable<string> names) =>
        new(label, names.Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => TemplateShape.Scalar, StringComparer.Ordinal));
}
