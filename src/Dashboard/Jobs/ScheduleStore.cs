using System.Globalization;
using System.Text.Json;
using Quartz;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Keeps one durable job with a cron trigger for each schedule of each valid workflow. What has not changed is left alone: its next time, and what came of it last.</summary>
internal sealed class ScheduleStore(ISchedulerFactory schedulers, IWorkflowLibrary library, ILogger<ScheduleStore> log) : IScheduleFeed
{
    // Later than this, a time counts as missed and the schedule's own rule says what happens.
    private static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(1);

    /// <summary>Makes the jobs as the workflows say.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var wanted = (await library.ListAsync(cancellationToken))
            .Where(e => e.IsValid)
            .SelectMany(e => e.Definition!.Schedule.Select((schedule, index) => Describe(e, schedule, index)))
            .ToDictionary(w => w.Key, w => w.Data);
        foreach (var job in await JobsAsync(scheduler, cancellationToken))
        {
            if (wanted.TryGetValue(job.Key, out var data) && data.All(d => string.Equals(Text(job, d.Key), d.Value, StringComparison.Ordinal)))
            {
                wanted.Remove(job.Key);
            }
            else
            {
                await scheduler.DeleteJob(job.Key, cancellationToken);
            }
        }

        foreach (var (key, data) in wanted)
        {
            await AddAsync(scheduler, key, data, cancellationToken);
        }
    }

    public async Task<ILookup<WorkflowId, ScheduleModel>> AllAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        List<(WorkflowId Workflow, int Index, ScheduleModel Model)> all = [];
        foreach (var job in await JobsAsync(scheduler, cancellationToken))
        {
            var trigger = await scheduler.GetTrigger(ScheduleKeys.TriggerOf(job.Key), cancellationToken);
            all.Add((
                WorkflowId.From(Text(job, ScheduleKeys.WorkflowId)!),
                int.Parse(Text(job, ScheduleKeys.Index)!, CultureInfo.InvariantCulture),
                new ScheduleModel(
                    Text(job, ScheduleKeys.Cron)!,
                    Text(job, ScheduleKeys.TimeZone)!,
                    Text(job, ScheduleKeys.Misfire)!,
                    trigger?.NextFireTimeUtc,
                    DateTimeOffset.TryParse(Text(job, ScheduleKeys.LastAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) ? last : null,
                    Text(job, ScheduleKeys.LastRun),
                    Text(job, ScheduleKeys.LastProblem))));
        }

        return all.OrderBy(a => a.Index).ToLookup(a => a.Workflow, a => a.Model);
    }

    private async Task AddAsync(IScheduler scheduler, JobKey key, Dictionary<string, string> data, CancellationToken cancellationToken)
    {
        ITrigger trigger;
        try
        {
            trigger = Trigger(key, data[ScheduleKeys.Cron], data[ScheduleKeys.TimeZone], Enum.Parse<ScheduleMisfire>(data[ScheduleKeys.Misfire]));
        }
        catch (Exception exception) when (exception is FormatException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            log.ScheduleNotUnderstood(data[ScheduleKeys.Workflow], data[ScheduleKeys.Cron], data[ScheduleKeys.TimeZone], exception.Message);
            return;
        }

        var job = JobBuilder.Create<ScheduleJob>().WithIdentity(key).StoreDurably();
        foreach (var (name, value) in data)
        {
            job = job.UsingJobData(name, value);
        }

        await scheduler.ScheduleJob(job.Build(), trigger, new ScheduleJobOptions(), cancellationToken);
    }

    /// <summary>The trigger of a schedule: Unix cron in its own time zone.</summary>
    /// <exception cref="FormatException">The cron expression is none.</exception>
    internal static ITrigger Trigger(JobKey key, string cron, string zone, ScheduleMisfire misfire) => TriggerBuilder.Create(TimeProvider.System)
        .WithIdentity(ScheduleKeys.TriggerOf(key))
        .ForJob(key)
        .WithSchedule(CronScheduleBuilder.Create(cron, CronFormat.Unix)
            .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone))
            .WithMisfireInstruction(misfire switch
            {
                ScheduleMisfire.RunOnce => CronTriggerMisfireInstruction.FireAndProceed,
                ScheduleMisfire.Skip => CronTriggerMisfireInstruction.DoNothing,
            }))
        .WithMisfireThreshold(MissedAfter)
        .Build();

    private static (JobKey Key, Dictionary<string, string> Data) Describe(WorkflowEntry entry, ScheduleDefinition schedule, int index) => (
        new JobKey(string.Create(CultureInfo.InvariantCulture, $"{entry.Workflow.Id}:{index}"), ScheduleKeys.Group),
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ScheduleKeys.Workflow] = $"{entry.Repository.Name}/{entry.Workflow.Slug}",
            [ScheduleKeys.WorkflowId] = entry.Workflow.Id.Value,
            [ScheduleKeys.Index] = index.ToString(CultureInfo.InvariantCulture),
            [ScheduleKeys.Cron] = schedule.Cron,
            [ScheduleKeys.TimeZone] = schedule.TimeZone,
            [ScheduleKeys.Misfire] = schedule.Misfire.ToString(),
            [ScheduleKeys.Inputs] = JsonSerializer.Serialize(schedule.Inputs, ApiJson.Options),
        });

    private static async Task<IReadOnlyList<IJobDetail>> JobsAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var found = await scheduler.QueryJobs(new JobQuery { Group = ScheduleKeys.Jobs, Take = PagedQuery.All }, cancellationToken);
        return await scheduler.GetJobDetails([.. found.Items.Select(h => h.Key)], cancellationToken);
    }

    private static string? Text(IJobDetail job, string name) => job.JobDataMap.TryGetValue(name, out var value) ? value as string : null;
}
