using System.Globalization;
using Quartz;
using Quartz.Extensibility;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Dashboard.Jobs;

public sealed class ScheduleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0 6 * * 1-5", "Europe/Berlin", "2090-03-24T12:00:00Z", "2090-03-27T04:00:00Z")]
    [InlineData("0 6 * * 1-5", "Europe/Berlin", "2090-03-23T12:00:00Z", "2090-03-24T05:00:00Z")]
    [InlineData("30 4 1 * *", "UTC", "2090-03-27T12:00:00Z", "2090-04-01T04:30:00Z")]
    [InlineData("0 0 * * 0", "America/New_York", "2090-03-27T12:00:00Z", "2090-04-02T04:00:00Z")]
    public void Trigger_FiresAsUnixCronInItsTimeZone(string cron, string zone, string after, string expected)
    {
        var trigger = ScheduleStore.Trigger(new JobKey("wf:0", ScheduleKeys.Group), cron, zone, ScheduleMisfire.Skip);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), trigger.GetFireTimeAfter(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(ScheduleMisfire.RunOnce, CronTriggerMisfireInstruction.FireAndProceed)]
    [InlineData(ScheduleMisfire.Skip, CronTriggerMisfireInstruction.DoNothing)]
    public void Trigger_HasTheMisfireRuleOfTheSchedule(ScheduleMisfire rule, CronTriggerMisfireInstruction expected)
    {
        var trigger = Assert.IsAssignableFrom<IMutableTrigger>(ScheduleStore.Trigger(new JobKey("wf:0", ScheduleKeys.Group), "0 6 * * *", "UTC", rule));
        Assert.Equal((int)expected, trigger.MisfireInstructionCode);
        Assert.Equal(TimeSpan.FromMinutes(1), trigger.MisfireThreshold);
    }

    [Fact]
    public async Task Fired_StartsTheRunWithItsInputsAndRemembersIt()
    {
        await using var bench = await ScheduleBench.StartAsync();
        bench.Add("nightly", "schedule: [{cron: \"0 6 * * *\", time_zone: Europe/Berlin, inputs: {name: Ada}}]");
        await bench.Store.SyncAsync(Token);
        await bench.FireAsync();
        var request = Assert.Single(bench.Engine.Started);
        Assert.Equal(("web/nightly", RunTrigger.Schedule, "schedule"), (request.Workflow, request.Trigger, request.Actor));
        Assert.Equal("Ada", request.Inputs["name"]);
        var schedule = await bench.OnlyAsync();
        Assert.Equal("T-1", schedule.LastRun);
        Assert.Null(schedule.LastProblem);
        Assert.NotNull(schedule.LastAt);
        Assert.NotNull(schedule.NextAt);
    }

    [Fact]
    public async Task Fired_AndRefused_ShowsWhyAndStays()
    {
        await using var bench = await ScheduleBench.StartAsync();
        bench.Add("nightly", "schedule: [{cron: \"0 6 * * *\"}]");
        bench.Engine.OnStart = _ => new StartRunResult { Invalid = [new InputFault("name", null, "text", "The input 'name' is missing.")] };
        await bench.Store.SyncAsync(Token);
        await bench.FireAsync();
        var schedule = await bench.OnlyAsync();
        Assert.Equal("The input 'name' is missing.", schedule.LastProblem);
        Assert.Null(schedule.LastRun);
        Assert.NotNull(schedule.NextAt);
    }

    [Fact]
    public async Task Sync_AfterAChange_KeepsWhatIsTheSameAndDropsWhatIsGone()
    {
        await using var bench = await ScheduleBench.StartAsync();
        bench.Add("nightly", "schedule: [{cron: \"0 6 * * *\"}, {cron: \"0 7 * * *\"}]");
        await bench.Store.SyncAsync(Token);
        await bench.FireAsync(index: 0);
        bench.Replace("schedule: [{cron: \"0 6 * * *\"}, {cron: \"30 8 * * *\"}]");
        await bench.Store.SyncAsync(Token);
        var schedules = await bench.AllAsync();
        Assert.Equal(["0 6 * * *", "30 8 * * *"], schedules.Select(s => s.Cron));
        Assert.Equal("T-1", schedules[0].LastRun);
        bench.Engine.Workflows.Clear();
        await bench.Store.SyncAsync(Token);
        Assert.Empty(await bench.AllAsync());
    }
}
