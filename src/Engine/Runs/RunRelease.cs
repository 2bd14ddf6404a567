using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

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
        var (from, reason) = (run.Status, run.StatusReason);
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

        run.WakeAt = decision.Paused ? null : decision.Until;
        run.NextAction = decision.Paused ? "continue, or make one decision, when a person says so" : decision.Why;
        if (!await writer.TrySaveAsync(new RunChanges { Events = events, Release = true }, seenWake, cancellationToken))
        {
            run.MoveTo(RunStatus.Running, null, now);
            run.WakeAt = null;
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
}
