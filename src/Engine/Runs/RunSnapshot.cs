using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>All that the resolver decides from.</summary>
/// <param name="Workflow">The definition.</param>
/// <param name="Steps">Each step's state by step id.</param>
/// <param name="CancelRequested">A person asked to cancel.</param>
public sealed record RunSnapshot(WorkflowDefinition Workflow, IReadOnlyDictionary<string, StepSnapshot> Steps, bool CancelRequested)
{
    /// <summary>The snapshot of a state as it is now.</summary>
    public static RunSnapshot Of(WorkflowDefinition workflow, RunState state, bool cancelRequested)
    {
        var attempts = state.Attempts.ToLookup(a => a.StepRunId);
        return new RunSnapshot(
            workflow,
            state.Steps.ToDictionary(
                s => s.StepId,
                s => new StepSnapshot(s.Status, [.. attempts[s.Id].OrderBy(a => a.Number).Select(a => a.Status)]),
                StringComparer.Ordinal),
            cancelRequested);
    }
}
