using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Persistence;

/// <summary>Whose ports are whose, on every database.</summary>
public abstract class PortStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static int s_ranges;

    // The tests of a class share a database: each has ports of its own.
    private readonly PortRange _range = NewRange();

    [Fact]
    [Trait("Spec4", "4.1 parallel/port_manager")]
    public async Task LeaseAsync_ManyRunsAtOnce_NoTwoGetTheSame()
    {
        const int Runs = 24;
        var scenario = await Scenario.CreateAsync(Database);
        var wide = new PortRange(10_000, 10_000 + (Runs * 3) + 5);
        var runs = new List<Run>();
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await scenario.AddAsync());
        }

        var random = new Random(4711);
        var wishes = runs.ConvertAll(_ => Wishes(scenario, [.. Enumerable.Range(0, 1 + random.Next(3)).Select(n => $"PORT_{n}")]));
        var starts = runs.ConvertAll(_ => random.Next(wide.First, wide.Last + 1));
        var given = await Task.WhenAll(runs.Select((run, i) => Database.Ports.LeaseAsync(run.Id, wishes[i], wide.From(starts[i]), static port => port % 7 != 0, isAnew: false, Ct)));

        var ports = given.SelectMany(leases => leases!.Select(l => l.Port)).ToList();
        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.All(ports, port => Assert.True(port >= wide.First && port <= wide.Last && port % 7 != 0));
        Assert.All(given.Zip(wishes), pair => Assert.Equal(pair.Second.Select(w => w.Name), pair.First!.Select(l => l.Name)));
    }

    [Fact]
    public async Task LeaseAsync_AskedAgain_GivesWhatItHasAndTheRestOnly()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        var first = Assert.Single((await LeaseAsync(run, scenario, "PORT"))!);

        var both = (await LeaseAsync(run, scenario, "PORT", "DB_PORT"))!;

        Assert.Equal(first.Port, both.Single(l => l.Name is "PORT").Port);
        Assert.Equal(2, both.Select(l => l.Port).Distinct().Count());
        Assert.Equal(both.Select(l => l.Port).Order(), (await Database.Ports.ListAsync(run.Id, Ct)).Select(l => l.Port));
    }

    [Fact]
    public async Task LeaseAsync_RunHasEnded_ItsPortsAreFreeAndItGetsThemAgainWhereNobodyElseHas()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (one, other) = (await scenario.AddAsync(), await scenario.AddAsync());
        var narrow = new PortRange(_range.First, _range.First);
        var port = Assert.Single((await Database.Ports.LeaseAsync(one.Id, Wishes(scenario, "PORT"), narrow.From(narrow.First), Free, isAnew: false, Ct))!).Port;
        Assert.Null(await Database.Ports.LeaseAsync(other.Id, Wishes(scenario, "PORT"), narrow.From(narrow.First), Free, isAnew: false, Ct));

        await scenario.EndAsync(one.Id, RunStatus.Failed);
        Assert.Equal(port, Assert.Single((await Database.Ports.LeaseAsync(other.Id, Wishes(scenario, "PORT"), narrow.From(narrow.First), Free, isAnew: false, Ct))!).Port);
        await scenario.EndAsync(other.Id, RunStatus.Cancelled);
        var third = await scenario.AddAsync();
        var again = await Database.Ports.LeaseAsync(third.Id, [new PortWish(scenario.Repository.Id, "PORT", port)], _range.From(_range.Last), Free, isAnew: false, Ct);

        Assert.Equal(port, Assert.Single(again!).Port);
    }

    [Fact]
    public async Task LeaseAsync_NotEnough_WritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        var narrow = new PortRange(_range.First, _range.First);

        Assert.Null(await Database.Ports.LeaseAsync(run.Id, Wishes(scenario, "A", "B"), narrow.From(narrow.First), Free, isAnew: false, Ct));
        Assert.Empty(await Database.Ports.ListAsync(run.Id, Ct));
    }

    [Fact]
    public async Task LeaseAsync_Anew_GivesBackWhatItHadOnAnotherMachine()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        var before = Assert.Single((await LeaseAsync(run, scenario, "PORT"))!).Port;

        var after = Assert.Single((await Database.Ports.LeaseAsync(run.Id, Wishes(scenario, "PORT"), _range.From(before), Free, isAnew: true, Ct))!).Port;

        Assert.NotEqual(before, after);
        Assert.Equal(after, Assert.Single(await Database.Ports.ListAsync(run.Id, Ct)).Port);
    }

    private static PortRange NewRange()
    {
        var number = Interlocked.Increment(ref s_ranges);
        return new PortRange(20_000 + (number * 10), 20_009 + (number * 10));
    }

    private static bool Free(int port) => port > 0;

    private static List<PortWish> Wishes(Scenario scenario, params string[] names) => [.. names.Select(n => new PortWish(scenario.Repository.Id, n))];

    private Task<IReadOnlyList<PortLease>?> LeaseAsync(Run run, Scenario scenario, params string[] names) =>
        Database.Ports.LeaseAsync(run.Id, Wishes(scenario, names), _range.From(_range.First), Free, isAnew: false, Ct);
}
