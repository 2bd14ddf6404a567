using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunWakeTests(TestDatabase database) : ConformanceTests(database)
{
    [Theory]
    [InlineData(RunStatus.Waiting)]
    [InlineData(RunStatus.Paused)]
    public async Task TryClaim_RestingRun_OnlyOnceItWasWoken(RunStatus status)
    {
        var run = await (await Scenario.CreateAsync(Database)).RestingAsync(status);

        Assert.Null(await Database.Runs.ClaimAsync(run.Id, "node", [], Ct));
        Assert.DoesNotContain(await UnclaimedAsync(), w => w.RunId == run.Id);
        var wakeUp = Assert.Single((await Database.Runs.RequestCancelAsync(run.Id, "ann", Ct)).WakeUps);

        Assert.Equal(new RunWakeUp(run.Id, 1, 1), wakeUp);
        Assert.Contains(wakeUp, await UnclaimedAsync());
        var state = (await Database.Runs.ClaimAsync(run.Id, "node", [], Ct))!;
        Assert.Equal((status, 2, "node"), (state.Run.Status, state.Run.Epoch, state.Run.Node));
        Assert.DoesNotContain(await Database.Runs.UnclaimedAsync(["node"], Ct), w => w.RunId == run.Id);
    }

    [Fact]
    public async Task TryClaim_RestingRunWithATimeToWake_OnlyOnceItHasCome()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var at = Database.Clock.Now.AddMinutes(5);
        var run = await scenario.RestingAsync(RunStatus.Waiting, at);

        Assert.Null(await Database.Runs.ClaimAsync(run.Id, "node", [], Ct));
        Assert.DoesNotContain(await UnclaimedAsync(at.AddTicks(-1)), w => w.RunId == run.Id);
        Assert.Contains(await UnclaimedAsync(at), w => w.RunId == run.Id);
        Database.Clock.Advance(TimeSpan.FromMinutes(5));
        try
        {
            Assert.Equal(at, (await Database.Runs.ClaimAsync(run.Id, "node", [], Ct))!.Run.WakeAt);
        }
        finally
        {
            Database.Clock.Advance(TimeSpan.FromMinutes(-5));
        }
    }

    [Theory]
    [InlineData(RunStatus.Pending)]
    [InlineData(RunStatus.Running)]
    [InlineData(RunStatus.Waiting)]
    [InlineData(RunStatus.Paused)]
    public async Task TryClaim_NodeIsGone_TakesOverWhateverTheStatus(RunStatus status)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.InStatusAsync(status);

        Assert.Contains(await Database.Runs.UnclaimedAsync(["next"], Ct), w => w.RunId == state.Run.Id);
        Assert.Null(await Database.Runs.ClaimAsync(state.Run.Id, "next", ["node", "next"], Ct));

        // It has its place already: no limit stands in the way.
        var claim = await Database.Runs.TryClaimAsync(state.Run.Id, "next", ["next"], new RunLimits(0, 0), Ct);
        Assert.Equal(("next", 2, status), (claim.State!.Run.Node, claim.State.Run.Epoch, claim.State.Run.Status));
    }

    [Fact]
    public async Task Save_ReleaseAfterAnotherWake_WritesNothingAndSaysSo()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        await Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct);
        state.Run.MoveTo(RunStatus.Waiting, "for nothing", Database.Clock.Now);

        var late = await Database.Runs.SaveAsync(Release(state, state.Run.Wake), Ct);
        var untouched = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run;
        var seen = await Database.Runs.SaveAsync(Release(state, state.Run.Wake + 1), Ct);
        var released = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run;

        Assert.Equal((false, true, 0), (late.Saved, late.Woken, late.Events.Count));
        Assert.Equal((RunStatus.Running, "node", 0), (untouched.Status, untouched.Node, untouched.SeenWake));
        Assert.Equal((true, false), (seen.Saved, seen.Woken));
        Assert.Equal((RunStatus.Waiting, null, 1), (released.Status, released.Node, released.SeenWake));
    }

    [Fact]
    public async Task Save_ReleaseWithAnOldEpoch_IsLostAndNotWoken()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        await Database.Runs.ClaimAsync(state.Run.Id, "next", ["next"], Ct);

        var outcome = await Database.Runs.SaveAsync(Release(state, 0), Ct);

        Assert.Equal((false, false), (outcome.Saved, outcome.Woken));
    }

    [Fact]
    public async Task Save_ReleaseWhateverTheWake_LetsGoAndStaysWoken()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Waiting);
        await Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct);

        Assert.True((await Database.Runs.SaveAsync(Release(state, null), Ct)).Saved);

        Assert.Contains(await UnclaimedAsync(), w => w.RunId == state.Run.Id);
    }

    private static RunSave Release(RunState state, long? seen) => new()
    {
        Run = state.Run,
        Epoch = state.Run.Epoch,
        Release = true,
        SeenWake = seen,
        Events = [new RunEvent { RunId = state.Run.Id, Message = "lets go" }],
    };

    private Task<IReadOnlyList<RunWakeUp>> UnclaimedAsync(DateTimeOffset? now = null) =>
        Database.Runs.ListUnclaimedAsync(["node"], new RunLimits(1000, 1000), now ?? Database.Clock.Now, Ct);
}
