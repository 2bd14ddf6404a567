using Microsoft.Data.Sqlite;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A database that cannot be written, for long or for good.</summary>
public sealed class StoreFaultTests
{
    private const string One = """
        version: "1.0"
        name: work
        steps:
          - id: only
            run: "true"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<Exception> Passing =>
    [
        new SqliteException("database or disk is full", 13),
        new SqliteException("database is locked", 5),
        new InvalidOperationException("a save", new SqliteException("disk I/O error", 10)),
        new IOException("No space left on device", 28),
    ];

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task ExecuteAsync_DatabaseOrDiskCannotBeUsedForHours_TheRunIsTakenUpWhenItCan(Exception fault)
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var store = new FaultyStore(bench.Store) { OnSave = _ => fault };
        var server = bench.AnotherServer(store);
        var run = await bench.StartAsync();

        for (var sweep = 0; sweep < 120; sweep++)
        {
            await server.ExecuteAsync(run.Id, Stop);
        }

        Assert.Equal(RunStatus.Pending, (await bench.StateAsync(run.Id)).Run.Status);
        store.OnSave = _ => null;
        await server.ExecuteAsync(run.Id, Stop);
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.Single(bench.Agents.Shell.Begun);
    }

    [Fact]
    public async Task ExecuteAsync_DatabaseRefusesEachTime_TheRunFailsWithItsReason()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var store = new FaultyStore(bench.Store);
        var server = bench.AnotherServer(store);
        var run = await bench.StartAsync();
        store.OnSave = s => s.Attempts.Count > 0 ? new SqliteException("NOT NULL constraint failed: attempts.agent", 19) : null;

        for (var sweep = 1; sweep < 5; sweep++)
        {
            await server.ExecuteAsync(run.Id, Stop);
            Assert.Equal(RunStatus.Running, (await bench.StateAsync(run.Id)).Run.Status);
        }

        await server.ExecuteAsync(run.Id, Stop);
        var failed = (await bench.StateAsync(run.Id)).Run;
        Assert.Equal((RunStatus.Failed, "the engine could not go on: NOT NULL constraint failed: attempts.agent"), (failed.Status, failed.StatusReason));
        Assert.Empty(bench.Agents.Shell.Begun);
    }
}
