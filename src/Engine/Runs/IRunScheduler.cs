namespace Signalbox.Engine.Runs;

/// <summary>Queues the job that looks at a run; the job is transport, the rows are the truth (ADR 2).</summary>
public interface IRunScheduler
{
    /// <summary>Queues the job of this wake-up; one that is queued already is left as it is.</summary>
    Task ScheduleAsync(RunWakeUp wakeUp, CancellationToken cancellationToken);
}
