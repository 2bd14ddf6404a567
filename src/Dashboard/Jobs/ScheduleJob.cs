using System.Globalization;
using System.Text.Json;
using Quartz;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Starts a run because its time has come, and remembers what came of it. A run that is refused is no fault of the schedule: the next time counts.</summary>
[PersistJobDataAfterExecution]
[DisallowConcurrentExecution]
internal sealed class ScheduleJob(IRunService service, TimeProvider time, ILogger<ScheduleJob> log) : IJob
{
    /// <summary>Who a scheduled run is started by.</summary>
    public const string Actor = "schedule";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var data = context.JobDetail.JobDataMap;
        var workflow = (string)data[ScheduleKeys.Workflow]!;
        var (run, problem) = await StartAsync(workflow, (string)data[ScheduleKeys.Inputs]!, cancellationToken);
        var at = context.ScheduledFireTimeUtc ?? time.GetUtcNow();
        data[ScheduleKeys.LastAt] = at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        data[ScheduleKeys.LastRun] = run;
        data[ScheduleKeys.LastProblem] = problem;
        if (problem is null)
        {
            log.Scheduled(workflow, run!);
        }
        else
        {
            log.ScheduleRefused(workflow, (string)data[ScheduleKeys.Cron]!, problem);
        }
    }

    private async Task<(string? Run, string? Problem)> StartAsync(string workflow, string inputs, CancellationToken cancellationToken)
    {
        try
        {
            var values = PlainValues.Of(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(inputs, ApiJson.Options));
            var result = await service.StartAsync(new StartRunRequest { Workflow = workflow, Inputs = values, Trigger = RunTrigger.Schedule, Actor = Actor }, cancellationToken);
            return result switch
            {
                { Run: { } run } => (run.Key, null),
                { NotFound: { } missing } => (null, missing),
                { Refused: { } refused } => (null, refused),
                { Invalid: { } faults } => (null, string.Join(" ", faults.Select(f => f.Message))),
                { Broken: { } errors } => (null, $"its file has {(errors.Count == 1 ? "a fault" : $"{errors.Count} faults")}: {errors[0].Message}"),
                _ => throw new InvalidOperationException("a start gave no result"),
            };
        }
#pragma warning disable CA1031 // whatever went wrong is shown where people look, and the next time counts
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.ScheduleFailed(exception, workflow);
            return (null, $"the run could not be started: {exception.Message}");
        }
    }
}
