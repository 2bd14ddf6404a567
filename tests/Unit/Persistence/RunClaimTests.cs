using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunClaimTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task TryClaim_ManyAtOnce_OneWins()
    {
        var scenario = await Scenario.CreateAsync(Database);
        for (var round = 0; round < 5; round++)
        {
            var run = await scenario.AddAsync();

            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Database.Runs.ClaimAsync(run.Id, $"node-{i}", [], Ct), Ct)));

            // With no live node named, a later claim may take the run from an earlier one: each has an epoch of its own, and the last one has the run.
            var epochs = claims.Where(c => c is not null).Select(c => c!.Run.Epoch).ToList();
            Assert.Equal(epochs.Order().Distinct(), epochs.Order());
            Assert.Equal((await Database.Runs.LoadAsync(run.Id, Ct))!.Run.Epoch, epochs.Max());

            var other = await scenario.AddAsync();
            string[] live = [.. Enumerable.Range(0, 8).Select(i => $"node-{i}")];
            claims = await Task.WhenAll(live.Select(node => Task.Run(() => Database.Runs.ClaimAsync(other.Id, node, live, Ct), Ct)));
            var winner = Assert.Single(claims, c => c is not null)!;
            Assert.Equal(1, winner.Run.Epoch);
            Assert.Contains(winner.Run.Node, live, StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task TryClaim_HeldByALiveNode_IsNull()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync("first");

        Assert.Null(await Database.Runs.ClaimAsync(state.Run.Id, "second", ["first", "second"], Ct));
        Assert.Equal("first", (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.Node);
    }

    [Fact]
    public async Task TryClaim_HeldByThisNode_IsNull()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("first");

        Assert.Null(await Database.Runs.ClaimAsync(state.Run.Id, "first", [], Ct));
    }

    [Fact]
    public async Task TryClaim_HeldByANodeThatIsGone_RaisesTheEpoch()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("gone");

        var taken = (await Database.Runs.ClaimAsync(state.Run.Id, "second", ["second", "third"], Ct))!;

        Assert.Equal(("second", 2), (taken.Run.Node, taken.Run.Epoch));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task TryClaim_RunHasEnded_IsNull(RunStatus status)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        await scenario.EndAsync(run.Id, status);

        Assert.Null(await Database.Runs.ClaimAsync(run.Id, "node", [], Ct));
        Assert.DoesNotContain(await Database.Runs.UnclaimedAsync([], Ct), w => w.RunId == run.Id);
    }

    [Fact]
    public async Task Save_Release_LeavesTheRunToTheNextClaim()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("first");

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Release = true }, Ct);

        Assert.Contains(new RunWakeUp(state.Run.Id, 1, 0), await Database.Runs.UnclaimedAsync(["first"], Ct));
        Assert.Equal(2, (await Database.Runs.ClaimAsync(state.Run.Id, "first", ["first"], Ct))!.Run.Epoch);
    }

    [Fact]
    public async Task ListUnclaimed_LeavesOutWhatALiveNodeHolds()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (held, gone, pending) = (await scenario.ClaimedAsync("live"), await scenario.ClaimedAsync("gone"), await scenario.AddAsync());

        var unclaimed = (await Database.Runs.UnclaimedAsync(["live"], Ct)).ToDictionary(w => w.RunId);

        Assert.DoesNotContain(held.Run.Id, unclaimed.Keys);
        Assert.Equal(1, unclaimed[gone.Run.Id].Epoch);
        Assert.Equal(0, unclaimed[pending.Id].Epoch);
    }
}
