using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A question that nobody answers is recalled once before its deadline, and how long it waited is known.</summary>
public sealed class ApprovalReminderTests
{
    [Theory]
    [InlineData("deadline_minutes: 60", 45)]
    [InlineData("deadline_minutes: 60, remind_minutes: 10", 50)]
    public async Task Reminder_BeforeTheDeadline_IsGivenOnceAndTheQuestionStaysOpen(string deadline, int minutes)
    {
        await using var bench = await AskAsync(deadline);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var asked = await bench.OpenApprovalAsync(run.Id);
        Assert.Equal(asked.CreatedAt.AddMinutes(minutes), asked.RemindAt);

        bench.Time.Move(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(20));
        await bench.DeliverAsync();
        Assert.Null((await bench.OpenApprovalAsync(run.Id)).RemindedAt);

        bench.Time.Move(TimeSpan.FromSeconds(40));
        await bench.DeliverAsync();
        await bench.DeliverAsync();

        Assert.NotNull((await bench.OpenApprovalAsync(run.Id)).RemindedAt);
        var reminder = Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.StartsWith("Reminder: ", StringComparison.Ordinal));
        Assert.Equal((EventLevel.Warning, "review"), (reminder.Level, reminder.StepId));
        Assert.Contains("of lead", reminder.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Waiting, (await bench.StateAsync(run.Id)).Run.Status);

        bench.Time.Move(TimeSpan.FromMinutes(60));
        await bench.DeliverAsync();
        var ended = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Failed, ApprovalStatus.Expired), (ended.Run.Status, Assert.Single(ended.Approvals).Status));
    }

    [Theory]
    [InlineData("deadline_minutes: 60, remind_minutes: 0")]
    [InlineData("reviewers: [lead]")]
    public async Task Reminder_NotWanted_IsNotGiven(string approval)
    {
        await using var bench = await AskAsync(approval);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        Assert.Null((await bench.OpenApprovalAsync(run.Id)).RemindAt);
    }

    [Fact]
    public async Task Waited_UntilTheAnswerOfAReviewer_IsMeasured()
    {
        await using var bench = await AskAsync("deadline_minutes: 60");
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        var asked = await bench.OpenApprovalAsync(run.Id);

        bench.Time.Move(TimeSpan.FromMinutes(7));
        Assert.InRange(asked.Waited(bench.Time.GetUtcNow()), TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(8));
        Assert.Contains("asked of lead, and mara is not among them", (await bench.AnswerAsync(asked, ApprovalStatus.Approved)).Refused, StringComparison.Ordinal);
        Assert.NotNull((await bench.Service.DecideAsync(new DecideRequest { Approval = asked.Id, Decision = ApprovalStatus.Approved, Actor = "mara", Roles = ["Lead"] }, TestContext.Current.CancellationToken)).Approval);
        bench.Time.Move(TimeSpan.FromMinutes(30));

        var answered = Assert.Single((await bench.StateAsync(run.Id)).Approvals);
        Assert.Equal(answered.DecidedAt - answered.CreatedAt, answered.Waited(bench.Time.GetUtcNow()));
    }

    private static Task<EngineBench> AskAsync(string approval) => EngineBench.CreateAsync(
        $$"""
        version: "1.0"
        name: work
        steps:
          - id: review
            approval: {question: "Go?", {{(approval.Contains("reviewers", StringComparison.Ordinal) ? "" : "reviewers: [lead], ")}}{{approval}}}
        """);
}
