using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>Writers that share no gate: another process on the same file, such as the job store or a tool.</summary>
public sealed class SqliteContentionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Write_AnotherConnectionHoldsTheWriteLock_WaitsForIt()
    {
        await using var services = Services();
        await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "test.db")};Pooling=False");
        await other.OpenAsync(Ct);
        await using var held = other.BeginTransaction(deferred: false);

        var write = Task.Run(() => services.GetRequiredService<IRepositoryStore>().AddAsync("/a", "a", null, null, Ct), Ct);
        Assert.Empty(await services.GetRequiredService<IRepositoryStore>().ListAsync(Ct));
        Assert.False(write.IsCompleted);
        await held.RollbackAsync(Ct);

        Assert.Equal("a", (await write).Name);
    }

    [Fact]
    public async Task Write_ReadsFirstWhileOthersWrite_NeverFailsForALostSnapshot()
    {
        await using var one = Services();
        await using var other = Services();
        await one.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);

        // Adding reads before it writes: begun DEFERRED, most of these would fail at once with "database is locked".
        await Task.WhenAll(new[] { one, other }.SelectMany((services, s) => Enumerable.Range(0, 40).Select(i => Task.Run(
            () => services.GetRequiredService<IRepositoryStore>().AddAsync($"/{s}/{i}", "same", null, null, Ct), Ct))));

        Assert.Equal(80, (await one.GetRequiredService<IRepositoryStore>().ListAsync(Ct)).Count);
    }

    [Fact]
    public async Task Write_IsCancelledOrFails_LeavesTheNextWriterAFreshTransaction()
    {
        await using var services = Services();
        await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);
        var runs = services.GetRequiredService<IRunStore>();
        var repositories = services.GetRequiredService<IRepositoryStore>();

        var failing = new NewRun(_ => throw new InvalidOperationException("from the caller"), "X", null, _ => [], _ => []);
        await Assert.ThrowsAsync<InvalidOperationException>(() => runs.AddAsync(failing, Ct));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => repositories.AddAsync("/b", "b", null, null, new CancellationToken(canceled: true)));
        await repositories.AddAsync("/c", "c", null, null, Ct);

        Assert.Equal(["c"], (await repositories.ListAsync(Ct)).Select(r => r.Name), StringComparer.Ordinal);
    }

    private ServiceProvider Services() =>
        new ServiceCollection().AddPersistence(new PersistenceOptions { DatabasePath = Path.Combine(_folder, "test.db") }).BuildServiceProvider();
}
