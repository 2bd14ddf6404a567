using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunQueueTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task ListReady_PriorityThenAgeThenId_NoMoreThanThereArePlaces()
    {
        var scenario = await QuietAsync();
        var start = Database.Clock.Now;
        var late = await scenario.AddAsync(scenario.New(created: start.AddSeconds(2)));
        var early = await scenario.AddAsync(scenario.New(created: start));
        var urgent = await scenario.AddAsync(scenario.New(created: start.AddSeconds(9), priority: 5));
        var never = await scenario.AddAsync(scenario.New(created: start, priority: -1));
        var twins = new[] { await scenario.AddAsync(scenario.New(created: start.AddSeconds(1))), await scenario.AddAsync(scenario.New(created: start.AddSeconds(1))) }
            .Select(r => r.Id).OrderBy(i => i.Value, StringComparer.Ordinal).ToList();
        RunId[] expected = [urgent.Id, early.Id, .. twins, late.Id, never.Id];

        Assert.Equal(expected, await ReadyAsync(100));
        Assert.Equal(expected[..3], await ReadyAsync(3));
        Assert.Empty(await ReadyAsync(0));
        var positions = await Task.WhenAll(expected.Select(id => Database.Queries.QueuePositionAsync(id, Ct)));
        Assert.Equal([0, 1, 2, 3, 4, 5], positions);
    }

    [Fact]
    public async Task AddAlone_ManyAtOnce_OneIsWrittenAndTheOthersLearnWhich()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var group = scenario.KeyPrefix;

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Database.Runs.AddAloneAsync(scenario.New(group: group), group, Ct), Ct)));

        var one = Assert.Single(added, a => a.Run is not null);
        Assert.NotEmpty(one.Events);
        Assert.All(added.Where(a => a.Run is null), a => Assert.Equal(one.Run!.Key, a.Busy));
        Assert.Equal([one.Run!.Id], (await Database.Runs.ListGroupAsync(group, Ct)).Select(r => r.Id));

        await scenario.EndAsync(one.Run.Id, RunStatus.Failed);
        var next = await Database.Runs.AddAloneAsync(scenario.New(key: one.Run.Key, group: group), group, Ct);
        Assert.Equal((null, null), (next.Run, next.Busy));
        Assert.NotNull((await Database.Runs.AddAloneAsync(scenario.New(group: group), group, Ct)).Run);
    }

    [Fact]
    public async Task ListReady_RunningAndClaimedRuns_TakePlaces_RestingOnesDoNot()
    {
        var scenario = await QuietAsync();
        await scenario.InStatusAsync(RunStatus.Running);
        var claimed = await scenario.ClaimedAsync();
        await scenario.RestingAsync(RunStatus.Waiting);
        await scenario.RestingAsync(RunStatus.Paused);
        var next = await scenario.AddAsync();

        Assert.Empty(await ReadyAsync(2));
        Assert.Equal([next.Id], await ReadyAsync(3));
        Assert.Equal(0, await Database.Queries.QueuePositionAsync(claimed.Run.Id, Ct));
        Assert.Equal(0, await Database.Queries.QueuePositionAsync(next.Id, Ct));
    }

    [Fact]
    public async Task ListReady_RepositoryIsFull_LaterRunsOfOthersBegin()
    {
        var full = await QuietAsync();
        var other = await Scenario.CreateAsync(Database);
        await full.InStatusAsync(RunStatus.Running);

        // More than are read from the queue at once.
        for (var i = 0; i < 60; i++)
        {
            await full.AddAsync(full.New(created: Database.Clock.Now.AddSeconds(i)));
        }

        var behind = await other.AddAsync(other.New(created: Database.Clock.Now.AddHours(1)));

        Assert.Equal([behind.Id], await ReadyAsync(10, 1));
        Assert.Equal(3, (await ReadyAsync(10, 3)).Count);
    }

    [Theory]
    [InlineData(RunStatus.Running)]
    [InlineData(RunStatus.Waiting)]
    [InlineData(RunStatus.Paused)]
    [InlineData(RunStatus.Pending)]
    public async Task ListReady_GroupIsTaken_ItsRunsWait(RunStatus status)
    {
        var scenario = await QuietAsync();
        var taker = await scenario.InStatusAsync(status, scenario.New(group: "deploy"));
        var blocked = await scenario.AddAsync(scenario.New(group: "deploy"));
        var free = await scenario.AddAsync(scenario.New(group: "other"));

        Assert.Equal([free.Id], await ReadyAsync(10));
        Assert.Null(await Database.Runs.ClaimAsync(blocked.Id, "node", ["node"], Ct));

        await Database.QueryAsync($"UPDATE runs SET status = 'Completed', node = NULL WHERE id = '{taker.Run.Id}'");
        Assert.Contains(blocked.Id, await ReadyAsync(10));
    }

    [Fact]
    public async Task ListReady_GroupOfPendingRuns_OnlyItsFirst()
    {
        var scenario = await QuietAsync();
        var start = Database.Clock.Now;
        var second = await scenario.AddAsync(scenario.New(group: "g", created: start.AddSeconds(1)));
        var first = await scenario.AddAsync(scenario.New(group: "g", created: start));

        Assert.Equal([first.Id], await ReadyAsync(10));
        var claim = await Database.Runs.TryClaimAsync(second.Id, "node", ["node"], new RunLimits(10, 10), Ct);
        Assert.Null(claim.State);
        Assert.Equal([first.Id], claim.Instead.Select(w => w.RunId));
        Assert.Equal([first.Id, second.Id], (await Database.Runs.ListGroupAsync("g", Ct)).Select(r => r.Id));
    }

    [Fact]
    public async Task TryClaim_OthersComeBefore_NamesThoseThatMayBegin()
    {
        var scenario = await QuietAsync();
        var runs = new List<Run>();
        for (var i = 0; i < 4; i++)
        {
            runs.Add(await scenario.AddAsync(scenario.New(created: Database.Clock.Now.AddSeconds(i))));
        }

        var refused = await Database.Runs.TryClaimAsync(runs[3].Id, "node", ["node"], new RunLimits(2, 10), Ct);
        var second = await Database.Runs.TryClaimAsync(runs[1].Id, "node", ["node"], new RunLimits(2, 10), Ct);
        var third = await Database.Runs.TryClaimAsync(runs[2].Id, "node", ["node"], new RunLimits(2, 10), Ct);
        var full = await Database.Runs.TryClaimAsync(runs[0].Id, "node", ["node"], new RunLimits(1, 10), Ct);

        Assert.Null(refused.State);
        Assert.Equal([new RunWakeUp(runs[0].Id, 0, 0), new RunWakeUp(runs[1].Id, 0, 0)], refused.Instead);
        Assert.Equal(runs[1].Id, second.State!.Run.Id);
        Assert.Equal([runs[0].Id], third.Instead.Select(w => w.RunId));
        Assert.Equal((null, 0), (full.State, full.Instead.Count));
    }

    [Fact]
    public async Task TryClaim_ManyAtOnceFromTwoServers_NeverMoreThanThePlaces()
    {
        var scenario = await QuietAsync();
        await using var second = Database.Server();
        IRunStore[] servers = [Database.Runs, second.GetRequiredService<IRunStore>()];
        var runs = new List<Run>();
        for (var i = 0; i < 20; i++)
        {
            runs.Add(await scenario.AddAsync());
        }

        // Every run is tried until nobody gets anything any more.
        var claims = await Task.WhenAll(runs.SelectMany((run, i) => Enumerable.Range(0, 3).Select(n => Task.Run(
            () => servers[(i + n) % 2].TryClaimAsync(run.Id, $"node-{n % 2}", ["node-0", "node-1"], new RunLimits(3, 100), Ct), Ct))));

        var won = claims.Where(c => c.State is not null).ToList();
        Assert.InRange(won.Count, 1, 3);
        Assert.Equal(won.Count, won.Select(c => c.State!.Run.Id).Distinct().Count());
        Assert.Equal($"{won.Count}", Assert.Single(await Database.QueryAsync("SELECT count(*) FROM runs WHERE node IS NOT NULL")));

        // First come first served: what was refused was told who is next, and taking those fills the places.
        foreach (var wakeUp in await Database.Runs.ListReadyAsync(new RunLimits(3, 100), Ct))
        {
            Assert.NotNull((await Database.Runs.TryClaimAsync(wakeUp.RunId, "node-0", ["node-0", "node-1"], new RunLimits(3, 100), Ct)).State);
        }

        Assert.Equal("3", Assert.Single(await Database.QueryAsync("SELECT count(*) FROM runs WHERE node IS NOT NULL")));
    }

    [Fact]
    public async Task TryClaim_OneGroupManyAtOnce_OneWins()
    {
        var scenario = await QuietAsync();
        await using var second = Database.Server();
        IRunStore[] servers = [Database.Runs, second.GetRequiredService<IRunStore>()];
        var runs = new List<Run>();
        for (var i = 0; i < 12; i++)
        {
            runs.Add(await scenario.AddAsync(scenario.New(group: "one")));
        }

        var claims = await Task.WhenAll(runs.Select((run, i) => Task.Run(
            () => servers[i % 2].TryClaimAsync(run.Id, "node", ["node"], new RunLimits(50, 50), Ct), Ct)));

        Assert.Single(claims, c => c.State is not null);
    }

    [Fact]
    public async Task ListUnclaimed_PendingRuns_OnlyThoseThatMayBegin()
    {
        var scenario = await QuietAsync();
        var first = await scenario.AddAsync(scenario.New(created: Database.Clock.Now));
        await scenario.AddAsync(scenario.New(created: Database.Clock.Now.AddSeconds(1)));

        var unclaimed = await Database.Runs.ListUnclaimedAsync(["live"], new RunLimits(1, 1), Database.Clock.Now, Ct);

        Assert.Equal([first.Id], unclaimed.Select(w => w.RunId));
    }

    private async Task<Scenario> QuietAsync()
    {
        await Database.EndAllAsync();
        return await Scenario.CreateAsync(Database);
    }

    private async Task<IReadOnlyList<RunId>> ReadyAsync(int runs, int perRepository = 1000) =>
        [.. (await Database.Runs.ListReadyAsync(new RunLimits(runs, perRepository), Ct)).Select(w => w.RunId)];
}
