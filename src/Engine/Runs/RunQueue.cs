namespace Signalbox.Engine.Runs;

/// <summary>Gives places to runs that wait for one: first come, first served within a priority.</summary>
public sealed class RunQueue(IRunStore store, IRunScheduler scheduler, RunLimits limits)
{
    /// <summary>Queues a job for each Pending run that may begin now. Called whenever a place may have become free.</summary>
    public async Task AdmitAsync(CancellationToken cancellationToken)
    {
        foreach (var ready in await store.ListReadyAsync(limits, cancellationToken))
        {
            await scheduler.ScheduleAsync(ready, at: null, cancellationToken);
        }
    }
}
