using Quartz;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Queues one-off jobs in Quartz's persistent store, with recovery after a crash.</summary>
internal sealed class QuartzRunScheduler(ISchedulerFactory schedulers) : IRunScheduler
{
    public async Task<bool> ScheduleAsync(RunWakeUp wakeUp, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var name = $"run:{wakeUp.RunId}:{wakeUp.Epoch}:{wakeUp.Wake}";
        var job = JobBuilder.Create<RunJob>()
            .WithIdentity(at is { } when ? $"{name}:{when.UtcTicks}" : name)
            .RequestRecovery(true)
            .UsingJobData(RunJob.RunIdKey, wakeUp.RunId.Value)
            .Build();
        var builder = TriggerBuilder.Create(TimeProvider.System).WithIdentity(at is { } time ? $"{name}:{time.UtcTicks}" : name);
        var trigger = (at is { } later ? builder.StartAt(later) : builder.StartNow()).Build();
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        try
        {
            await scheduler.ScheduleJob(job, trigger, new ScheduleJobOptions(), cancellationToken);
            return true;
        }
        catch (ObjectAlreadyExistsException)
        {
            // Somebody queued this very wake-up before: it will be looked at.
            return false;
        }
    }
}
