using Signalbox.Engine.Runs;

namespace Signalbox.Bench.Steps;

/// <summary>Queues nothing: the benchmark delivers the runs itself, so that the job store's time is not in the steps'. Row 2 has it.</summary>
internal sealed class NoScheduler : IRunScheduler
{
    public Task<bool> ScheduleAsync(RunWakeUp wakeUp, DateTimeOffset? at, CancellationToken cancellationToken) => Task.FromResult(true);
}
