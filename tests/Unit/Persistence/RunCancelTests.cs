using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunCancelTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task RequestCancel_UnknownRun_IsNotFound() =>
        Assert.Equal(CancelOutcome.NotFound, (await Database.Runs.RequestCancelAsync(EntityId.New<RunId>(), "ann", Ct)).Outcome);

    [Fact]
    public async Task RequestCancel_PendingAndHeldByNobody_CancelsRunAndSteps()
    {
        var run = await (await Scenario.CreateAsync(Database)).AddAsync();

        var request = await Database.Runs.RequestCancelAsync(run.Id, "ann", Ct);

        Assert.Equal(CancelOutcome.Cancelled, request.Outcome);
        Assert.Equal(["Pending -> Cancelled", "Pending -> Cancelled", "Pending -> Cancelled"], request.Events.Select(e => e.Transition), StringComparer.Ordinal);
        Assert.Equal([2, 3, 4], request.Events.Select(e => e.Sequence));
        var state = (await Database.Runs.LoadAsync(run.Id, Ct))!;
        Assert.Equal(RunStatus.Cancelled, state.Run.Status);
        Assert.Equal("cancelled by ann before it began", state.Run.StatusReason);
        Assert.NotNull(state.Run.EndedAt);
        Assert.All(state.Steps, s => Assert.Equal(StepStatus.Cancelled, s.Status));
        Assert.Null(await Database.Runs.ClaimAsync(run.Id, "node", [], Ct));
    }

    [Fact]
    public async Task RequestCancel_AfterTheExecutorLetGo_KeepsItsLateSaveOut()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Release = true }, Ct);
        await Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct);
        state.Run.MoveTo(RunStatus.Running, null, Database.Clock.Now);

        Assert.False((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1 }, Ct)).Saved);
        Assert.Equal(RunStatus.Cancelled, (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.Status);
    }

    [Fact]
    public async Task RequestCancel_HeldByANode_AsksItOnce()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var node = $"node-{scenario.KeyPrefix}";
        var state = await scenario.ClaimedAsync(node);

        var first = await Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct);
        var second = await Database.Runs.RequestCancelAsync(state.Run.Id, "bob", Ct);

        Assert.Equal((CancelOutcome.Requested, CancelOutcome.AlreadyRequested), (first.Outcome, second.Outcome));
        Assert.Single(first.Events);
        Assert.Empty(second.Events);
        var run = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run;
        Assert.Equal((RunStatus.Pending, "ann", 1), (run.Status, run.CancelRequestedBy, run.Wake));
        Assert.True((await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Runs.Single().CancelRequested);
    }

    [Fact]
    public async Task RequestCancel_RunHasEnded_ChangesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        await scenario.EndAsync(run.Id, RunStatus.Completed);

        var request = await Database.Runs.RequestCancelAsync(run.Id, "ann", Ct);

        Assert.Equal(CancelOutcome.AlreadyEnded, request.Outcome);
        Assert.Empty(request.Events);
        Assert.Null((await Database.Runs.LoadAsync(run.Id, Ct))!.Run.CancelRequestedAt);
    }

    [Fact]
    public async Task RequestCancel_WhileBeingClaimed_IsEitherCancelledOrRequested()
    {
        var scenario = await Scenario.CreateAsync(Database);
        for (var round = 0; round < 10; round++)
        {
            var run = await scenario.AddAsync();

            var claim = Task.Run(() => Database.Runs.ClaimAsync(run.Id, "node", [], Ct), Ct);
            var cancel = await Task.Run(() => Database.Runs.RequestCancelAsync(run.Id, "ann", Ct), Ct);

            Assert.Equal(await claim is null ? CancelOutcome.Cancelled : CancelOutcome.Requested, cancel.Outcome);
        }
    }
}
