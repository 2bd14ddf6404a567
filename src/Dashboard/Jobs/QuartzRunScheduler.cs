using System.Globalization;
using Quartz;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Queues one-off jobs in Quartz's persistent store, with recovery after a crash.</summary>
internal sealed class QuartzRunScheduler(ISchedulerFactory schedulers) : IRunScheduler
{
    private static readonly TimeSpan NeverMisfired = TimeSpan.FromDays(3650);

    public async Task<bool> ScheduleAsync(RunWakeUp wakeUp, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // A wake-up that is due later and the same one now are two jobs: the later must not stand in the way of the one that is wanted at once.
        var name = string.Create(CultureInfo.InvariantCulture, $"run:{wakeUp.RunId}:{wakeUp.Epoch}:{wakeUp.Wake}{(at is { } later ? $":{later.UtcTicks}" : "")}");
        var job = JobBuilder.Create<RunJob>()
            .WithIdentity(name)
            .RequestRecovery(true)
            .UsingJobData(RunJob.RunIdKey, wakeUp.RunId.Value)
            .Build();
        var due = TriggerBuilder.Create(TimeProvider.System).WithIdentity(name);

        // However long it waited for a thread, its turn stays what it was: a misfired trigger would be given a new time, behind the others.
        var trigger = (at is { } time ? due.StartAt(time) : due.StartNow()).WithMisfireThreshold(NeverMisfired).Build();
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
