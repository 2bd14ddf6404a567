using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// A run that rested, or was taken up again, holds no place: to look at it takes none, and before anything begins it takes one or stands in the queue
/// (design/engine.md, "Limits and caching").
/// </summary>
internal sealed class RunPlace(RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer)
{
    /// <summary>Takes a place for what a decision begins. False when there is none: nothing was written, and the run wants to be queued.</summary>
    public async Task<bool> TakeAsync(Decision decision, CancellationToken cancellationToken)
    {
        var run = state.Run;
        var (from, reason, queued, wakeAt) = (run.Status, run.StatusReason, run.QueuedFor, run.WakeAt);
        if (from == RunStatus.Running)
        {
            return true;
        }

        // A run without a place could not tell what is held from what it may not begin.
        await writer.FlushAsync(cancellationToken);
        var now = services.Time.GetUtcNow();
        run.WakeAt = null;
        run.MoveTo(RunStatus.Running, null, now);
        RunPointer.Set(state, workflow, decision.Why);
        if (await writer.TrySaveAsync(new RunChanges { TakePlace = true, Events = [StepEvents.OfRun(run, from, "Run goes on", decision.Why)] }, seenWake: null, cancellationToken))
        {
            return true;
        }

        run.MoveTo(from, reason, now);
        run.WakeAt = wakeAt;
        run.Queue(queued ?? QueuedFor.Place);
        return false;
    }

    /// <summary>The decision of a run that has no place: what can be written down is, what would begin waits in the queue.</summary>
    public Decision Without(Decision decision)
    {
        var written = decision.Actions.Where(a => !a.Begins).ToList();
        return written.Count > 0
            ? decision with { Actions = written }
            : new Decision { Queued = state.Run.QueuedFor, Until = decision.Until, Why = RunQueue.Why(state.Run.QueuedFor!.Value, state.Run.ConcurrencyGroup) };
    }
}
