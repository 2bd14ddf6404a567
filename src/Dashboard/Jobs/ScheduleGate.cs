using Quartz;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Before the scheduler starts: a server that lives in a command starts nothing by itself, one that stays does. What was missed meanwhile
/// is then answered by each schedule's own rule.
/// </summary>
internal sealed class ScheduleGate(ISchedulerFactory schedulers, JobsMode mode) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (mode.Embedded)
        {
            await scheduler.PauseTriggerGroups(ScheduleKeys.Triggers, cancellationToken);
        }
        else
        {
            await scheduler.ResumeTriggerGroups(ScheduleKeys.Triggers, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
