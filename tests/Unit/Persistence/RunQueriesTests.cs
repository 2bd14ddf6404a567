using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunQueriesTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Resolve_IdKeyOrUniquePrefix_IsTheRun()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();

        Assert.Equal([run.Id], await Database.Queries.ResolveAsync(run.Id.Value, Ct));
        Assert.Equal([run.Id], await Database.Queries.ResolveAsync(run.Key, Ct));
        Assert.Equal([run.Id], await Database.Queries.ResolveAsync(run.Key.ToLowerInvariant(), Ct));
        Assert.Equal([(run.Id, run.Key)], (await Database.Queries.KeysAsync([run.Id, EntityId.New<RunId>()], Ct)).Select(k => (k.Key, k.Value)));
        Assert.Equal([run.Id], await Database.Queries.ResolveAsync(run.Id.Value[..^1], Ct));
    }

    [Fact]
    public async Task Resolve_PrefixOfSeveral_GivesTwo()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        string? shared = null;
        while (shared is null)
        {
            var prefix = (await scenario.AddAsync()).Id.Value[..5];
            shared = prefixes.Add(prefix) ? null : prefix;
        }

        var found = await Database.Queries.ResolveAsync(shared, Ct);

        Assert.Equal(2, found.Count);
        Assert.All(found, id => Assert.StartsWith(shared, id.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run_")]
    [InlineData("run_%")]
    [InlineData("r")]
    [InlineData("no-such-key")]
    public async Task Resolve_NamesNothing_IsEmpty(string text)
    {
        await (await Scenario.CreateAsync(Database)).AddAsync();

        Assert.Empty(await Database.Queries.ResolveAsync(text, Ct));
    }

    [Fact]
    public async Task Events_AfterASequence_AreInOrderAndLimited()
    {
        var run = await (await Scenario.CreateAsync(Database)).AddAsync();
        await Database.Runs.RequestCancelAsync(run.Id, "ann", Ct);

        Assert.Equal([2, 3], (await Database.Queries.EventsAsync(run.Id, 1, 2, Ct)).Select(e => e.Sequence));
        Assert.Equal([4], (await Database.Queries.EventsAsync(run.Id, 3, 2, Ct)).Select(e => e.Sequence));
        Assert.Empty(await Database.Queries.EventsAsync(run.Id, 4, 2, Ct));
    }

    [Fact]
    public async Task FindAttempt_Unknown_IsNull() => Assert.Null(await Database.Queries.FindAttemptAsync(EntityId.New<AttemptId>(), Ct));

    [Fact]
    public async Task CountByStatus_Since_CountsEveryStatus()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var since = Database.Clock.Now.AddYears(1);
        var runs = new List<Run>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await scenario.AddAsync(scenario.New(created: since.AddSeconds(i))));
        }

        await scenario.EndAsync(runs[1].Id, RunStatus.Failed);
        var counts = await Database.Queries.CountByStatusAsync(since, Ct);

        Assert.Equal((2, 1, 0), (counts[RunStatus.Pending], counts[RunStatus.Failed], counts[RunStatus.Completed]));
        Assert.True((await Database.Queries.CountByStatusAsync(null, Ct)).Values.Sum() >= 3);
    }

    [Fact]
    public async Task QueuePosition_CountsThePendingRunsBefore()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var long_ago = Database.Clock.Now.AddYears(-1);
        var runs = new List<Run>();
        for (var i = 0; i < 4; i++)
        {
            runs.Add(await scenario.AddAsync(scenario.New(created: long_ago.AddSeconds(i / 2))));
        }

        runs = [.. runs.OrderBy(r => r.CreatedAt).ThenBy(r => r.Id.Value, StringComparer.Ordinal)];
        Assert.Equal([0, 1, 2, 3], await PositionsAsync(runs));

        await scenario.EndAsync(runs[1].Id, RunStatus.Running);
        Assert.Equal([0, null, 1, 2], await PositionsAsync(runs));
        Assert.Null(await Database.Queries.QueuePositionAsync(EntityId.New<RunId>(), Ct));
    }

    [Fact]
    public async Task LastResults_GivesTheNewestEndedRunOverAllVersions()
    {
        var (one, other, without) = (await Scenario.CreateAsync(Database), await Scenario.CreateAsync(Database), await Scenario.CreateAsync(Database));
        var start = Database.Clock.Now;
        var newest = await one.AddAsync(one.New(created: start.AddSeconds(2)));
        var older = await one.AddAsync(one.New(created: start.AddSeconds(1)));
        await one.EndAsync(newest.Id, RunStatus.Failed);
        await one.EndAsync(older.Id, RunStatus.Completed);
        var running = await one.AddAsync(one.New(created: start.AddSeconds(3)));
        await one.EndAsync(running.Id, RunStatus.Running);
        await other.EndAsync((await other.AddAsync()).Id, RunStatus.Completed);
        await without.AddAsync();

        var results = await Database.Queries.LastResultsAsync(Ct);

        Assert.Equal((newest.Id, RunStatus.Failed, 2), (results[one.Workflow.Id].Id, results[one.Workflow.Id].Status, results[one.Workflow.Id].StepsTotal));
        Assert.Equal(RunStatus.Completed, results[other.Workflow.Id].Status);
        Assert.DoesNotContain(without.Workflow.Id, results.Keys);
    }

    private async Task<List<int?>> PositionsAsync(IEnumerable<Run> runs)
    {
        var positions = new List<int?>();
        foreach (var run in runs)
        {
            positions.Add(await Database.Queries.QueuePositionAsync(run.Id, Ct));
        }

        return positions;
    }
}
