using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Writes orders to runs that have not ended, and sees that somebody carries them out.</summary>
internal sealed class RunOrders(RunSessionServices services)
{
    public static RunResult Missing(RunId run) => new() { NotFound = $"there is no run {run}" };

    public async Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        var request = await services.Store.RequestCancelAsync(run, actor, cancellationToken);
        await TellAsync(run, request.Events, request.WakeUps, cancellationToken);
        if (request.Outcome == CancelOutcome.Cancelled)
        {
            await services.Queue.AdmitAsync(cancellationToken);
        }

        return request.Outcome;
    }

    public async Task<RunResult> OrderAsync(RunId run, RunOrder order, string actor, CancellationToken cancellationToken)
    {
        var outcome = await services.Store.OrderAsync(run, order, actor, cancellationToken);
        if (!outcome.Found)
        {
            return Missing(run);
        }

        if (!outcome.Taken)
        {
            return new RunResult { Refused = await RefusalAsync(run, order, outcome.Status!.Value, cancellationToken) };
        }

        await TellAsync(run, outcome.Events, outcome.WakeUp is { } wakeUp ? [wakeUp] : [], cancellationToken);
        return await ResultAsync(run, cancellationToken);
    }

    public async Task<RunResult> ResultAsync(RunId run, CancellationToken cancellationToken) =>
        await services.Store.LoadAsync(run, cancellationToken) is { } state ? new RunResult { Run = state.Run } : Missing(run);

    /// <summary>After the commit: who watches is told, who holds the run is woken, and a job is there for the case that nobody does.</summary>
    public async Task TellAsync(RunId run, IReadOnlyList<RunEvent> events, IReadOnlyList<RunWakeUp> wakeUps, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            services.Bus.Publish(new Notice.RunChanged(run, events));
        }

        foreach (var wakeUp in wakeUps)
        {
            services.Active.Signal(wakeUp.RunId, wakeUp.Wake);
            await services.Scheduler.ScheduleAsync(wakeUp, at: null, cancellationToken);
        }
    }

    private async Task<string> RefusalAsync(RunId id, RunOrder order, RunStatus status, CancellationToken cancellationToken)
    {
        var run = (await services.Store.LoadAsync(id, cancellationToken))!.Run;
        var word = status.ToString().ToLowerInvariant();
        return (order, status) switch
        {
            (_, RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled) => $"{run.Key} has ended ({word}): `signalbox run resume {run.Key}` takes a failed or cancelled run up again",
            (RunOrder.Pause, _) => $"{run.Key} is paused already, or was asked to pause",
            (RunOrder.Continue, _) => $"{run.Key} is {word} and nobody paused it: there is nothing to resume",
            (RunOrder.Step, RunStatus.Running or RunStatus.Waiting) => $"{run.Key} is {word}: pause it first with `signalbox run pause {run.Key}`",
            (RunOrder.Step, _) => $"{run.Key} is making its step now: wait until it is paused again",
            _ => $"{run.Key} is {word}",
        };
    }
}
