using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

/// <summary>Steps that are added to a run are one transaction, and no end of the run passes them by.</summary>
public abstract class RunAdditionTests(TestDatabase database) : ConformanceTests(database)
{
    [Theory]
    [InlineData(RunStatus.Pending, true)]
    [InlineData(RunStatus.Running, true)]
    [InlineData(RunStatus.Waiting, true)]
    [InlineData(RunStatus.Paused, true)]
    [InlineData(RunStatus.Completed, false)]
    [InlineData(RunStatus.Failed, false)]
    [InlineData(RunStatus.Cancelled, false)]
    public async Task AddSteps_InEachStatus_IsWrittenWhereTheRunHasNotEnded(RunStatus status, bool taken)
    {
        var run = await (await Scenario.CreateAsync(Database)).RestingAsync(status);
        var before = (await Database.Runs.LoadAsync(run.Id, Ct))!;

        var added = await Database.Runs.AddStepsAsync(Addition(before, "extra"), Ct);

        var after = (await Database.Queries.GetAsync(run.Id, Ct))!;
        Assert.Equal(taken, added is not null);
        Assert.Equal(before.Steps.Count + (taken ? 1 : 0), after.Steps.Count);
        Assert.Equal((taken ? 1 : 0, taken ? "with extra" : before.Version.Yaml), (after.Run.Additions, after.Version.Yaml));
        Assert.Equal((before.Run.Wake + (taken ? 1 : 0), before.Run.EventSequence + (taken ? 1 : 0)), (after.Run.Wake, after.Run.EventSequence));
        Assert.Equal(after.Run.Additions, (await Database.Runs.ReadSignalsAsync(run.Id, Ct))!.Additions);
        if (added is var (events, wakeUp))
        {
            Assert.Equal("extra was added", Assert.Single(events).Message);
            Assert.Equal(new RunWakeUp(run.Id, after.Run.Epoch, after.Run.Wake), wakeUp);
        }
    }

    [Fact]
    public async Task AddSteps_CheckedAgainstWhatIsNoMore_IsNotWritten()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        Assert.NotNull(await Database.Runs.AddStepsAsync(Addition(state, "one"), Ct));

        Assert.Null(await Database.Runs.AddStepsAsync(Addition(state, "two"), Ct));

        var now = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!;
        Assert.DoesNotContain(now.Steps, s => s.StepId is "two");
        Assert.NotNull(await Database.Runs.AddStepsAsync(Addition(now, "two"), Ct));
    }

    [Fact]
    public async Task AddSteps_ToARunThatIsBeingCancelled_IsNotWritten()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        await Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct);

        Assert.Null(await Database.Runs.AddStepsAsync(Addition(state, "late"), Ct));
    }

    [Fact]
    public async Task Save_ThatEndsARunWithoutTheStepsThatWereAdded_WritesNothing()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        await Database.Runs.AddStepsAsync(Addition(state, "extra"), Ct);
        state.Run.MoveTo(RunStatus.Completed, null, Database.Clock.Now);

        var outcome = await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Release = true }, Ct);

        Assert.Equal((false, true), (outcome.Saved, outcome.Woken));
        var now = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!;
        Assert.Equal((RunStatus.Running, "node"), (now.Run.Status, now.Run.Node));
        now.Run.MoveTo(RunStatus.Completed, null, Database.Clock.Now);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = now.Run, Epoch = now.Run.Epoch, Release = true }, Ct)).Saved);
        Assert.Equal("with extra", (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.Definition);
    }

    private static StepsAddition Addition(RunState state, string id) => new()
    {
        Run = state.Run,
        Definition = $"with {id}",
        Steps = [new StepRun { Id = EntityId.New<StepRunId>(), RunId = state.Run.Id, StepId = id, Name = id, Position = state.Steps.Count + 1, Visit = 1, Agent = "shell", Needs = [] }],
        Event = new RunEvent { RunId = state.Run.Id, Message = $"{id} was added" },
    };
}
