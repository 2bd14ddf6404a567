using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Resolution;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Lets go of a run that only waits: Waiting for something outside, or Paused by a person.</summary>
internal sealed class RunRelease(RunState state, RunSessionServices services, SessionWriter writer)
{
    /// <summary>Writes why it waits and gives it up, in one transaction.</summary>
    /// <param name="decision">Why, and until when.</param>
    /// <param name="seenWake">The wake up to which its signals were read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when it was woken since: nothing was written, and it is still held.</returns>
    public async Task<bool> LetGoAsync(Decision decision, long seenWake, CancellationToken cancellationToken)
    {
        var run = state.Run;
        var (from, reason, queued) = (run.Status, run.StatusReason, run.QueuedFor);
        var to = decision.Paused ? RunStatus.Paused : RunStatus.Waiting;
        List<RunEvent> events = [];
        var now = services.Time.GetUtcNow();
        if (from != to || !string.Equals(reason, decision.Why, StringComparison.Ordinal))
        {
            var says = to == RunStatus.Paused ? $"Run {decision.Why}" : $"Run waits: {decision.Why}";
            if (from != RunStatus.Running)
            {
                run.MoveTo(RunStatus.Running, null, now);
                if (from != to)
                {
                    events.Add(StepEvents.OfRun(run, from, "Run is taken up", decision.Why));
                }
            }

            run.MoveTo(to, decision.Why, now);
            events.Add(from == to ? StepEvents.Note(run, says) : StepEvents.OfRun(run, RunStatus.Running, says, decision.Why));
        }

        // One that needs no place now leaves the queue. While it is paused it is not in the queue, but has its group as little as before.
        if ((decision.Queued ?? (to == RunStatus.Paused && queued == QueuedFor.PlaceAndGroup ? queued : null)) is { } wanted)
        {
            run.Queue(wanted);
        }
        else if (run.QueuedFor is not null)
        {
            run.MoveTo(RunStatus.Running, null, now);
            run.MoveTo(to, decision.Why, now);
        }

        run.WakeAt = decision.Paused ? null : decision.Until;
        run.NextAction = decision.Paused ? "continue, or make one decision, when a person says so" : decision.Why;
        await writer.DocumentsAsync();
        if (!await writer.TrySaveAsync(new RunChanges { Events = events, Release = true }, seenWake, cancellationToken))
        {
            Restore(from, reason, queued, now);
            return false;
        }

        if (run.WakeAt is { } at)
        {
            await services.Scheduler.ScheduleAsync(new RunWakeUp(run.Id, run.Epoch, seenWake), at, cancellationToken);
        }

        await writer.WriteRunDocumentAsync(cancellationToken);
        await services.Queue.AdmitAsync(cancellationToken);
        return true;
    }

    /// <summary>As it is stored: a run that rests still has no place.</summary>
    private void Restore(RunStatus status, string? reason, QueuedFor? queued, DateTimeOffset now)
    {
        var run = state.Run;
        run.MoveTo(RunStatus.Running, null, now);
        run.WakeAt = null;
        if (status != RunStatus.Running)
        {
            run.MoveTo(status, reason, now);
        }

        if (queued is { } again)
        {
            run.Queue(again);
        }
    }
}
