using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunOrderTests(TestDatabase database) : ConformanceTests(database)
{
    [Theory]
    [InlineData(RunOrder.Pause, RunStatus.Pending, true)]
    [InlineData(RunOrder.Pause, RunStatus.Running, true)]
    [InlineData(RunOrder.Pause, RunStatus.Waiting, true)]
    [InlineData(RunOrder.Pause, RunStatus.Paused, false)]
    [InlineData(RunOrder.Pause, RunStatus.Completed, false)]
    [InlineData(RunOrder.Pause, RunStatus.Failed, false)]
    [InlineData(RunOrder.Pause, RunStatus.Cancelled, false)]
    [InlineData(RunOrder.Continue, RunStatus.Pending, false)]
    [InlineData(RunOrder.Continue, RunStatus.Running, false)]
    [InlineData(RunOrder.Continue, RunStatus.Waiting, false)]
    [InlineData(RunOrder.Continue, RunStatus.Paused, true)]
    [InlineData(RunOrder.Continue, RunStatus.Completed, false)]
    [InlineData(RunOrder.Continue, RunStatus.Failed, false)]
    [InlineData(RunOrder.Continue, RunStatus.Cancelled, false)]
    [InlineData(RunOrder.Step, RunStatus.Pending, true)]
    [InlineData(RunOrder.Step, RunStatus.Running, false)]
    [InlineData(RunOrder.Step, RunStatus.Waiting, false)]
    [InlineData(RunOrder.Step, RunStatus.Paused, true)]
    [InlineData(RunOrder.Step, RunStatus.Completed, false)]
    [InlineData(RunOrder.Step, RunStatus.Failed, false)]
    [InlineData(RunOrder.Step, RunStatus.Cancelled, false)]
    public async Task Order_InEachStatus_IsTakenWhereItMeansSomething(RunOrder order, RunStatus status, bool taken)
    {
        var run = await (await Scenario.CreateAsync(Database)).RestingAsync(status);

        var outcome = await Database.Runs.OrderAsync(run.Id, order, "ann", Ct);

        Assert.Equal((true, taken, status), (outcome.Found, outcome.Taken, outcome.Status));
        Assert.Equal(taken ? 1 : 0, outcome.Events.Count);
        Assert.Equal(taken ? new RunWakeUp(run.Id, 1, 1) : null, outcome.WakeUp);
        var stored = (await Database.Runs.LoadAsync(run.Id, Ct))!.Run;
        Assert.Equal((taken ? 1 : 0, taken ? 2 : 1), (stored.Wake, stored.EventSequence));
        Assert.Equal(taken && order != RunOrder.Continue ? "ann" : null, stored.PauseRequestedBy);
        Assert.Equal(taken && order == RunOrder.Step ? 1 : 0, stored.StepsAllowed);
    }

    [Fact]
    public async Task Order_UnknownRun_IsNotFound()
    {
        var outcome = await Database.Runs.OrderAsync(EntityId.New<RunId>(), RunOrder.Pause, "ann", Ct);

        Assert.Equal((false, false, null), (outcome.Found, outcome.Taken, outcome.Status));
    }

    [Fact]
    public async Task Order_PauseThenContinueBeforeAnybodyLooked_TakesTheRequestBack()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        await Database.Runs.OrderAsync(state.Run.Id, RunOrder.Pause, "ann", Ct);
        var asked = (await Database.Runs.ReadSignalsAsync(state.Run.Id, Ct))!;

        var outcome = await Database.Runs.OrderAsync(state.Run.Id, RunOrder.Continue, "bob", Ct);

        Assert.Equal(("ann", Database.Clock.Now, 1), (asked.PauseRequestedBy, asked.PauseRequestedAt, asked.Wake));
        Assert.True(outcome.Taken);
        var signals = (await Database.Runs.ReadSignalsAsync(state.Run.Id, Ct))!;
        Assert.Equal((null, null, 2), (signals.PauseRequestedBy, signals.PauseRequestedAt, signals.Wake));
    }

    [Fact]
    public async Task Save_TakeStep_UsesUpWhatWasAllowedAndNoMore()
    {
        var run = await (await Scenario.CreateAsync(Database)).RestingAsync(RunStatus.Paused);
        await Database.Runs.OrderAsync(run.Id, RunOrder.Step, "ann", Ct);
        await Database.Runs.OrderAsync(run.Id, RunOrder.Step, "ann", Ct);
        var state = (await Database.Runs.ClaimAsync(run.Id, "node", [], Ct))!;

        var left = new List<int> { state.Run.StepsAllowed };
        for (var i = 0; i < 3; i++)
        {
            await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, TakeStep = true }, Ct);
            left.Add((await Database.Runs.ReadSignalsAsync(run.Id, Ct))!.StepsAllowed);
        }

        Assert.Equal([2, 1, 0, 0], left);
    }

    [Theory]
    [InlineData(RunOrder.Pause, RunStatus.Running)]
    [InlineData(RunOrder.Continue, RunStatus.Paused)]
    public async Task Order_ManyAtOnce_OneIsTaken(RunOrder order, RunStatus status)
    {
        var run = await (await Scenario.CreateAsync(Database)).RestingAsync(status);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Database.Runs.OrderAsync(run.Id, order, $"p{i}", Ct), Ct)));

        Assert.Single(outcomes, o => o.Taken);
        Assert.Equal(2, (await Database.Queries.EventsAsync(run.Id, 0, 100, Ct)).Count);
    }

    [Fact]
    public async Task RequestCancel_ManyAtOnce_OneCancelsAndTheOthersComeTooLate()
    {
        var run = await (await Scenario.CreateAsync(Database)).AddAsync();

        var requests = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Database.Runs.RequestCancelAsync(run.Id, $"p{i}", Ct), Ct)));

        Assert.Single(requests, r => r.Outcome == CancelOutcome.Cancelled);
        Assert.Equal(49, requests.Count(r => r.Outcome == CancelOutcome.AlreadyEnded));
    }

    [Fact]
    public async Task Pin_TwiceAndBack_WritesAnEventForEachChange()
    {
        var run = await (await Scenario.CreateAsync(Database)).AddAsync();

        var pinned = await Database.Runs.PinAsync(run.Id, pinned: true, "ann", Ct);
        var again = await Database.Runs.PinAsync(run.Id, pinned: true, "bob", Ct);
        Assert.True((await Database.Runs.LoadAsync(run.Id, Ct))!.Run.Pinned);
        var back = await Database.Runs.PinAsync(run.Id, pinned: false, "bob", Ct);

        Assert.Equal([(true, 1), (true, 0), (true, 1)], new[] { pinned, again, back }.Select(p => (p.Found, p.Events.Count)));
        Assert.False((await Database.Runs.LoadAsync(run.Id, Ct))!.Run.Pinned);
        Assert.False((await Database.Runs.PinAsync(EntityId.New<RunId>(), pinned: true, "ann", Ct)).Found);
    }
}
