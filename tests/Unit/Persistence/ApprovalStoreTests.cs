using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.StateMachines;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Persistence;

public abstract class ApprovalStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly Dictionary<string, object?> NoAnswers = new(StringComparer.Ordinal);

    [Fact]
    public async Task Decide_OpenApproval_IsWrittenAndWakesTheRun()
    {
        var (run, approval) = await AskedAsync(await Scenario.CreateAsync(Database));
        var answers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = "fine", ["count"] = 2L };

        var decision = await Database.Approvals.DecideAsync(approval.Id, ApprovalStatus.Approved, "bob", "looks good", answers, Ct);

        Assert.True(decision.Decided);
        Assert.Equal(new RunWakeUp(run.Id, 1, 1), decision.WakeUp);
        Assert.Equal(("Open -> Approved", "looks good", "a"), (decision.Events[0].Transition, decision.Events[0].Reason, decision.Events[0].StepId));
        var (read, of) = (await Database.Approvals.GetAsync(approval.Id, Ct))!.Value;
        Assert.Equal(run.Id, of.Id);
        Assert.Equal((ApprovalStatus.Approved, "bob", "looks good", Database.Clock.Now), (read.Status, read.DecidedBy, read.Comment, read.DecidedAt));
        Assert.Equal(answers, read.Answers);
        Assert.Equal(["reason", "count"], read.Fields);
        Assert.Equal(["ann", "bob"], read.Reviewers);
        Assert.Equal((ApprovalDeadlineRule.Fail, approval.Deadline, true), (read.OnDeadline, read.Deadline, read.IsForChanges));
        var state = (await Database.Runs.ClaimAsync(run.Id, "node", [], Ct))!;
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(state.Approvals).Status);
        Assert.Equal("bob", Assert.Single((await Database.Runs.ReadSignalsAsync(run.Id, Ct))!.Approvals).DecidedBy);
    }

    [Fact]
    public async Task Decide_ManyAtOnce_OneIsTaken()
    {
        var (run, approval) = await AskedAsync(await Scenario.CreateAsync(Database));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            () => Database.Approvals.DecideAsync(approval.Id, i % 2 == 0 ? ApprovalStatus.Approved : ApprovalStatus.Rejected, $"p{i}", null, NoAnswers, Ct), Ct)));

        var winner = Assert.Single(decisions, d => d.Decided);
        Assert.All(decisions, d => Assert.Equal(winner.Approval!.DecidedBy, d.Approval!.DecidedBy));
        Assert.Equal(1, (await Database.Runs.LoadAsync(run.Id, Ct))!.Run.Wake);
    }

    [Fact]
    public async Task Count_OfAStatus_GoesWithTheAnswers()
    {
        var scenario = await Scenario.CreateAsync(Database);
        await Database.QueryAsync("UPDATE approvals SET status = 'Expired'");
        var (_, first) = await AskedAsync(scenario);
        await AskedAsync(scenario);
        Assert.Equal((2, 0), (await Database.Approvals.CountAsync(ApprovalStatus.Open, Ct), await Database.Approvals.CountAsync(ApprovalStatus.Rejected, Ct)));

        await Database.Approvals.DecideAsync(first.Id, ApprovalStatus.Rejected, "bob", null, NoAnswers, Ct);

        Assert.Equal((1, 1), (await Database.Approvals.CountAsync(ApprovalStatus.Open, Ct), await Database.Approvals.CountAsync(ApprovalStatus.Rejected, Ct)));
    }

    [Fact]
    public async Task Decide_RunHasEnded_IsNotTaken()
    {
        var (run, approval) = await AskedAsync(await Scenario.CreateAsync(Database));
        await Database.QueryAsync($"UPDATE runs SET status = 'Cancelled' WHERE id = '{run.Id}'");

        var decision = await Database.Approvals.DecideAsync(approval.Id, ApprovalStatus.Approved, "bob", null, NoAnswers, Ct);

        Assert.False(decision.Decided);
        Assert.Equal(ApprovalStatus.Open, decision.Approval!.Status);
        Assert.Null(decision.WakeUp);
    }

    [Fact]
    public async Task Decide_Unknown_HasNoApproval()
    {
        var decision = await Database.Approvals.DecideAsync(EntityId.New<ApprovalId>(), ApprovalStatus.Approved, "bob", null, NoAnswers, Ct);

        Assert.Equal((null, false), (decision.Approval, decision.Decided));
    }

    [Fact]
    public async Task Decide_BackToOpen_Throws() => await Assert.ThrowsAsync<IllegalTransitionException>(
        () => Database.Approvals.DecideAsync(EntityId.New<ApprovalId>(), ApprovalStatus.Open, "bob", null, NoAnswers, Ct));

    [Fact]
    public async Task Save_ApprovalThatSomebodyDecidedMeanwhile_StaysAsItIs()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var approvals = new[] { Ask(state), Ask(state) };
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Approvals = approvals }, Ct);
        await Database.Approvals.DecideAsync(approvals[0].Id, ApprovalStatus.Rejected, "bob", "no", NoAnswers, Ct);
        foreach (var approval in approvals)
        {
            approval.Decide(ApprovalStatus.Expired, "deadline", null, NoAnswers, Database.Clock.Now);
        }

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Approvals = approvals }, Ct)).Saved);

        Assert.Equal((ApprovalStatus.Rejected, "bob"), await StatusAsync(approvals[0].Id));
        Assert.Equal((ApprovalStatus.Expired, "deadline"), await StatusAsync(approvals[1].Id));
    }

    [Fact]
    public async Task List_ByRunAndStatus_NewestFirst()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var approvals = Enumerable.Range(0, 4).Select(i => Ask(state, Database.Clock.Now.AddYears(1).AddSeconds(i))).ToList();
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Approvals = approvals }, Ct);
        await Database.Approvals.DecideAsync(approvals[1].Id, ApprovalStatus.Approved, "bob", null, NoAnswers, Ct);

        var ofRun = await Database.Approvals.ListAsync(state.Run.Id, null, 3, Ct);
        var open = await Database.Approvals.ListAsync(state.Run.Id, ApprovalStatus.Open, 10, Ct);
        var all = await Database.Approvals.ListAsync(null, null, 2, Ct);

        Assert.Equal([approvals[3].Id, approvals[2].Id, approvals[1].Id], ofRun.Select(a => a.Approval.Id));
        Assert.Equal([approvals[3].Id, approvals[2].Id, approvals[0].Id], open.Select(a => a.Approval.Id));
        Assert.Equal([approvals[3].Id, approvals[2].Id], all.Select(a => a.Approval.Id));
        Assert.All(ofRun, a => Assert.Equal(state.Run.Key, a.Run.Key));
    }

    private async Task<(ApprovalStatus, string?)> StatusAsync(ApprovalId id)
    {
        var (approval, _) = (await Database.Approvals.GetAsync(id, Ct))!.Value;
        return (approval.Status, approval.DecidedBy);
    }

    private Approval Ask(RunState state, DateTimeOffset? at = null) => new()
    {
        Id = EntityId.New<ApprovalId>(),
        RunId = state.Run.Id,
        StepRunId = state.Steps[0].Id,
        StepId = "a",
        Question = "Shall it go on?",
        Fields = ["reason", "count"],
        Reviewers = ["ann", "bob"],
        IsForChanges = true,
        Deadline = Database.Clock.Now.AddDays(1),
        OnDeadline = ApprovalDeadlineRule.Fail,
        CreatedAt = at ?? Database.Clock.Now,
    };

    /// <summary>A run that waits for an answer.</summary>
    private async Task<(Run Run, Approval Approval)> AskedAsync(Scenario scenario)
    {
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var approval = Ask(state);
        state.Run.MoveTo(RunStatus.Waiting, "for an answer", Database.Clock.Now);
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Approvals = [approval], Release = true, SeenWake = 0 }, Ct);
        return (state.Run, approval);
    }
}
