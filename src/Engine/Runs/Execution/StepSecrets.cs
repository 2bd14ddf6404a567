using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>The secrets of one step: those it names, and those that inputs of the run name and its templates use. Read at use, kept nowhere.</summary>
internal sealed record StepSecrets
{
    private Dictionary<string, string> _inputs = new(StringComparer.Ordinal);

    /// <summary>Names, for the database.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Values, for masking.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    /// <summary>What the step's process gets as environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why one has no value; null when all have.</summary>
    public string? Fault { get; private init; }

    /// <summary>They are read.</summary>
    /// <param name="step">The step.</param>
    /// <param name="workflow">Its workflow.</param>
    /// <param name="run">Its run.</param>
    /// <param name="catalog">The configured secrets.</param>
    /// <param name="others">Names of secrets that the step gets by what it uses: its MCP servers.</param>
    public static StepSecrets Of(StepDefinition step, WorkflowDefinition workflow, Run run, ISecretCatalog catalog, IReadOnlyList<string> others)
    {
        var templates = step.Env.Values.Concat(workflow.Env.Values).Append(step.Prompt ?? "").Concat(step.With.Values.Select(e => e.Text)).ToList();
        var inputs = workflow.Inputs
            .Where(i => i.Type == InputType.Secret && templates.Any(t => t.Contains($"inputs.{i.Name}", StringComparison.Ordinal)))
            .Select(i => (Input: i.Name, Secret: run.Inputs.GetValueOrDefault(i.Name) as string))
            .Where(i => i.Secret is not null)
            .ToList();
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        var given = step.Secrets.Union(others, StringComparer.Ordinal).ToList();
        foreach (var name in given.Concat(inputs.Select(i => i.Secret!)).Distinct(StringComparer.Ordinal))
        {
            var result = catalog.Resolve(name);
            if (result.Value is null)
            {
                return new StepSecrets { Fault = $"secret {name}: {result.Fault}" };
            }

            values[name] = result.Value;
        }

        return new StepSecrets
        {
            Names = [.. values.Keys],
            Values = [.. values.Values],
            Environment = given.ToDictionary(n => n, n => values[n], StringComparer.Ordinal),
            _inputs = inputs.ToDictionary(i => i.Input, i => values[i.Secret!], StringComparer.Ordinal),
        };
    }

    /// <summary>What has to be masked of an attempt that was given these: the values at every place where they are or were.</summary>
    public static IReadOnlyList<string> ValuesOf(IReadOnlyList<string> names, ISecretCatalog catalog) => [.. names.SelectMany(catalog.ValuesToMask)];

    /// <summary>Lets the step's own templates see the values of the inputs that they name.</summary>
    public void ShowIn(Dictionary<string, object?> model)
    {
        if (_inputs.Count > 0)
        {
            var inputs = new Dictionary<string, object?>((IReadOnlyDictionary<string, object?>)model["inputs"]!, StringComparer.Ordinal);
            foreach (var (name, value) in _inputs)
            {
                inputs[name] = value;
            }

            model["inputs"] = inputs;
        }
    }
}
