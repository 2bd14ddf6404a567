namespace Signalbox.Engine.Runs;

/// <summary>Queues the job that looks at a run; the job is transport, the rows are the truth (ADR 2).</summary>
public interface IRunScheduler
{
    /// <summary>Queues the job of this wake-up. Returns false when it is queued already.</summary>
    /// <param name="wakeUp">The wake-up.</param>
    /// <param name="at">When to look; null: now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> ScheduleAsync(RunWakeUp wakeUp, DateTimeOffset? at, CancellationToken cancellationToken);
}
