namespace Signalbox.Engine.Runs.Execution;

/// <summary>Gives places to runs that wait for one: first come, first served within a priority.</summary>
public sealed class RunQueue(IRunStore store, IRunScheduler scheduler, RunLimits limits)
{
    /// <summary>What a run says of itself while it is in the queue.</summary>
    /// <param name="queued">What it waits for.</param>
    /// <param name="group">Its concurrency group.</param>
    public static string Why(QueuedFor queued, string? group) =>
        queued == QueuedFor.PlaceAndGroup && group is not null ? $"waits for its turn in the group '{group}' and among the runs that are under way" : "waits for its turn: other runs have the places that there are";

    /// <summary>Queues a job for each run of the queue that may begin now. Called whenever a place may have become free.</summary>
    public async Task AdmitAsync(CancellationToken cancellationToken)
    {
        foreach (var ready in await store.ListReadyAsync(limits, cancellationToken))
        {
            await scheduler.ScheduleAsync(ready, at: null, cancellationToken);
        }
    }
}
