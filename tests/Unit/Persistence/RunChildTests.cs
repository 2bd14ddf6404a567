using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunChildTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Save_Children_AreWrittenWithTheParentAndWantAJob()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1", ["B"] = "two\nlines" };

        var outcome = await Database.Runs.SaveAsync(
            new RunSave { Run = state.Run, Epoch = 1, Children = [scenario.New(parent: state.Steps[0], environment: environment), scenario.New(parent: state.Steps[1])] }, Ct);

        var children = await Database.Queries.ChildrenAsync(state.Run.Id, Ct);
        Assert.Equal(2, children.Count);
        Assert.Equal(children.Select(c => new RunWakeUp(c.Id, 0, 0)).ToHashSet(), outcome.WakeUps.ToHashSet());
        var child = (await Database.Runs.LoadAsync(outcome.WakeUps[0].RunId, Ct))!;
        Assert.Equal((state.Run.Id, state.Steps[0].Id), (child.Run.ParentRunId, child.Run.ParentStepRunId));
        Assert.Equal(environment, child.Run.Environment);
        Assert.Equal(2, child.Steps.Count);
        var signals = (await Database.Runs.ReadSignalsAsync(state.Run.Id, Ct))!;
        Assert.Equal(children.Select(c => c.Id).ToHashSet(), signals.Children.Select(c => c.Id).ToHashSet());
        Assert.All(signals.Children, c => Assert.Equal(RunStatus.Pending, c.Status));
    }

    [Fact]
    public async Task Save_ChildOfAnotherRun_ThrowsAndNothingIsWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var other = await scenario.ClaimedAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Database.Runs.SaveAsync(
            new RunSave { Run = state.Run, Epoch = 1, Children = [scenario.New(parent: other.Steps[0])] }, Ct));

        Assert.Empty(await Database.Queries.ChildrenAsync(other.Run.Id, Ct));
    }

    [Fact]
    public async Task Save_WithAnOldEpoch_MakesNoChildren()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var late = await scenario.InStatusAsync(RunStatus.Running);
        await Database.Runs.ClaimAsync(late.Run.Id, "next", ["next"], Ct);

        Assert.False((await Database.Runs.SaveAsync(new RunSave { Run = late.Run, Epoch = 1, Children = [scenario.New(parent: late.Steps[0])] }, Ct)).Saved);
        Assert.Empty(await Database.Queries.ChildrenAsync(late.Run.Id, Ct));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task Save_ChildEnds_WakesItsParent(RunStatus status)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (parent, child) = await FamilyAsync(scenario);
        var state = (await Database.Runs.ClaimAsync(child, "node", [], Ct))!;
        state.Run.MoveTo(RunStatus.Running, null, Database.Clock.Now);
        var running = await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1 }, Ct);
        state.Run.MoveTo(status, "ended", Database.Clock.Now);
        state.Run.CostUsd = 0.25m;

        var ended = await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Release = true }, Ct);

        Assert.Empty(running.WakeUps);
        Assert.Equal([new RunWakeUp(parent.Id, 1, 1)], ended.WakeUps);
        Assert.NotNull(await Database.Runs.ClaimAsync(parent.Id, "node", [], Ct));
        var seen = Assert.Single((await Database.Runs.ReadSignalsAsync(parent.Id, Ct))!.Children);
        Assert.Equal((child, status, "ended", 0.25m), (seen.Id, seen.Status, seen.StatusReason, seen.CostUsd));
    }

    [Fact]
    public async Task RequestCancel_PendingChild_WakesItsParent()
    {
        var (parent, child) = await FamilyAsync(await Scenario.CreateAsync(Database));

        var request = await Database.Runs.RequestCancelAsync(child, "ann", Ct);

        Assert.Equal(CancelOutcome.Cancelled, request.Outcome);
        Assert.Equal([new RunWakeUp(parent.Id, 1, 1)], request.WakeUps);
    }

    [Fact]
    public async Task Save_ChildEndsAfterItsParent_WakesNobody()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (parent, child) = await FamilyAsync(scenario);
        await Database.QueryAsync($"UPDATE runs SET status = 'Cancelled' WHERE id = '{parent.Id}'");

        Assert.Empty((await Database.Runs.RequestCancelAsync(child, "ann", Ct)).WakeUps);
    }

    [Fact]
    public async Task ReadSignals_UnknownRun_IsNull() => Assert.Null(await Database.Runs.ReadSignalsAsync(EntityId.New<RunId>(), Ct));

    [Fact]
    public async Task List_ByAgent_FindsStepsAndAttempts()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var agent = $"agent-{scenario.Workflow.Slug}";
        var ofStep = await scenario.AddAsync(scenario.New(steps: [("a", agent), ("b", "shell")]));
        var ofAttempt = await scenario.ClaimedAsync();
        await scenario.AddAsync();
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = ofAttempt.Steps[0].Id,
            RunId = ofAttempt.Run.Id,
            Number = 1,
            Agent = agent,
            Directory = "/x",
            PromptHash = "0",
            StartedAt = Database.Clock.Now,
        };
        await Database.Runs.SaveAsync(new RunSave { Run = ofAttempt.Run, Epoch = 1, Attempts = [attempt] }, Ct);

        var page = await Database.Queries.ListAsync(new RunFilter { Agent = agent }, Ct);

        Assert.Equal(new[] { ofStep.Id, ofAttempt.Run.Id }.ToHashSet(), page.Runs.Select(r => r.Id).ToHashSet());
        Assert.Equal(2, page.Total);
    }

    /// <summary>A parent that waits for a child that is Pending.</summary>
    private async Task<(Run Parent, RunId Child)> FamilyAsync(Scenario scenario)
    {
        var state = await scenario.InStatusAsync(RunStatus.Running);
        var made = await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Children = [scenario.New(parent: state.Steps[0])] }, Ct);
        state.Run.MoveTo(RunStatus.Waiting, "for its child", Database.Clock.Now);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Release = true, SeenWake = 0 }, Ct)).Saved);
        return (state.Run, made.WakeUps[0].RunId);
    }
}
