using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Keeps the promise that no run is Running or Pending without an executor or a queued job (design/domain.md): finds the others and queues
/// a job for each. The claim decides who works.
/// </summary>
public sealed class RunRecovery(IRunStore store, IRunScheduler scheduler, ActiveRuns active, RunLimits limits, TimeProvider time, ILogger<RunRecovery> log)
{
    /// <summary>Queues a job for every run that has not ended and that nobody holds. Returns how many there were.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var unclaimed = await store.ListUnclaimedAsync(active.Nodes, limits, time.GetUtcNow(), cancellationToken);
        var queued = 0;
        foreach (var wakeUp in unclaimed)
        {
            queued += await scheduler.ScheduleAsync(wakeUp, at: null, cancellationToken) ? 1 : 0;
        }

        if (queued > 0)
        {
            log.RunsRecovered(queued);
        }

        return queued;
    }

    /// <summary>Passes on what was written to the database for the runs that executors of this process hold.</summary>
    public async Task PassOnAsync(CancellationToken cancellationToken)
    {
        var nodes = active.Nodes;
        if (nodes.Count == 0)
        {
            return;
        }

        foreach (var held in await store.ListHeldAsync(nodes, cancellationToken))
        {
            active.Signal(held.RunId, held.Wake);
        }
    }
}
