using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What a template knows that is filled in from the start of a run: a group, a feature.</summary>
internal static class StartModel
{
    /// <summary>Inputs (no secrets), repository and prompt.</summary>
    public static Dictionary<string, object?> Of(WorkflowDefinition workflow, IReadOnlyDictionary<string, object?> inputs, string repository, string? prompt) => new(StringComparer.Ordinal)
    {
        ["inputs"] = workflow.Inputs.Where(i => i.Type != InputType.Secret).ToDictionary(i => i.Name, i => inputs.GetValueOrDefault(i.Name), StringComparer.Ordinal),
        ["repository"] = repository,
        ["run"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = prompt ?? "" },
    };
}
