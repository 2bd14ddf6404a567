using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What a step puts out that is completed by a decision and not by the end of an attempt: what its items gave, what a person answered, what its child run gave.</summary>
internal static class CompletedOutputs
{
    /// <summary>The outputs; or why the step fails instead.</summary>
    /// <param name="state">The run.</param>
    /// <param name="step">The step run.</param>
    /// <param name="definition">The step.</param>
    /// <param name="asked">The question whose answer completes it; null when none does.</param>
    /// <param name="store">Where its child run is read from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(IReadOnlyDictionary<string, object?> Outputs, string? Fault)> OfAsync(
        RunState state, StepRun step, StepDefinition definition, Approval? asked, IRunStore store, CancellationToken cancellationToken)
    {
        if (definition.ForEach is not null && step.ItemIndex is null)
        {
            return (StepOutputs.OfItems(definition, [.. state.Steps.Where(s => s.ParentId == step.Id).OrderBy(s => s.ItemIndex)]), null);
        }

        if (asked is not null)
        {
            return (asked.IsForChanges ? step.Outputs : StepOutputs.OfApproval(asked), null);
        }

        return step.BlockedOn == BlockCause.ChildRun
            ? await ChildOutputs.CollectAsync(state.Run, step, definition, store, cancellationToken)
            : (step.Outputs, null);
    }
}
