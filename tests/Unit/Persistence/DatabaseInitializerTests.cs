using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence;
using Signalbox.Persistence.Providers;

namespace Signalbox.Unit.Persistence;

public sealed class DatabaseInitializerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_folder, "test.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Migrate_Again_KeepsTheData()
    {
        await using (var first = Services(DatabasePath))
        {
            await MigrateAsync(first);
            await first.GetRequiredService<IRepositoryStore>().AddAsync("/a", "a", null, null, Ct);
        }

        await using var second = Services(DatabasePath);
        await MigrateAsync(second);

        Assert.Single(await second.GetRequiredService<IRepositoryStore>().ListAsync(Ct));
    }

    [Fact]
    public async Task Migrate_NewFile_IsPrivateAndWriteAhead()
    {
        await using var services = Services(DatabasePath);
        await MigrateAsync(services);

        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabasePath));
        }
    }

    [Fact]
    public async Task Migrate_SeveralAtOnce_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var services = Services(DatabasePath);
                await MigrateAsync(services);
            },
            Ct)));

        await using var all = Services(DatabasePath);
        await using var context = await all.GetRequiredService<IDbContextFactory<SignalboxDbContext>>().CreateDbContextAsync(Ct);
        Assert.Equal((long)context.Database.GetMigrations().Count(), await ScalarAsync("SELECT count(*) FROM \"__EFMigrationsHistory\""));
    }

    [Fact]
    public async Task Migrate_AnEarlierOneWasKilled_GoesOn()
    {
        await ScalarAsync(
            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL);"
            + "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");

        await using var services = Services(DatabasePath);
        await MigrateAsync(services);

        Assert.Empty(await services.GetRequiredService<IRepositoryStore>().ListAsync(Ct));
    }

    [Fact]
    public async Task Migrate_DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        await using (var services = Services(DatabasePath))
        {
            await MigrateAsync(services);
        }

        await ScalarAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('20991231000000_Later', '99.0.0')");

        var message = await RefusalAsync(DatabasePath);
        Assert.Equal($"the database {DatabasePath} was written by a newer version of Signalbox (it has the migration 20991231000000_Later); start that version or restore a backup from before", message);
    }

    [Fact]
    public async Task Migrate_FileIsNoDatabase_IsRefusedAndLeftAlone()
    {
        var text = string.Concat(Enumerable.Repeat("this is not a database\n", 400));
        await File.WriteAllTextAsync(DatabasePath, text, Ct);

        Assert.Equal($"the file {DatabasePath} is not a SQLite database; restore a backup or move it away to begin with an empty one", await RefusalAsync(DatabasePath));
        Assert.Equal(text, await File.ReadAllTextAsync(DatabasePath, Ct));
    }

    [Fact]
    public async Task Migrate_DamagedDatabase_IsRefused()
    {
        await using (var services = Services(DatabasePath))
        {
            await MigrateAsync(services);
        }

        SqliteConnection.ClearAllPools();
        await ScalarAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var file = File.OpenWrite(DatabasePath))
        {
            file.Seek(100, SeekOrigin.Begin);
            file.Write(Enumerable.Repeat((byte)0xee, 8000).ToArray());
        }

        Assert.Equal($"the database {DatabasePath} is damaged; restore a backup or move it away to begin with an empty one", await RefusalAsync(DatabasePath));
    }

    [Fact]
    public async Task Migrate_FolderIsMissing_IsRefused()
    {
        var path = Path.Combine(_folder, "none", "test.db");

        Assert.StartsWith($"the database {path} cannot be written: ", await RefusalAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_PathIsAFolder_IsRefused()
    {
        Directory.CreateDirectory(DatabasePath);

        Assert.Equal($"the database {DatabasePath} cannot be opened; check that its folder exists and that this user may read and write there", await RefusalAsync(DatabasePath));
    }

    [Fact]
    public async Task Migrate_PostgresIsNotThere_IsRefusedWithoutThePassword()
    {
        var services = new ServiceCollection();
        services.AddPersistence(new PersistenceOptions
        {
            Provider = DatabaseProvider.Postgres,
            ConnectionString = "Host=127.0.0.1;Port=1;Database=signalbox;Username=u;Password=hidden-word;Timeout=2",
        });
        await using var provider = services.BuildServiceProvider();

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => MigrateAsync(provider));

        Assert.StartsWith("the PostgreSQL database signalbox at 127.0.0.1:1 cannot be reached: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Model_OfBothDatabases_HasItsMigrations()
    {
        using var sqlite = new SqliteSignalboxDbContext(new DbContextOptionsBuilder<SqliteSignalboxDbContext>().UseSqlite("Data Source=none").Options);
        using var postgres = new PostgresSignalboxDbContext(new DbContextOptionsBuilder<PostgresSignalboxDbContext>().UseNpgsql("Host=none").Options);

        Assert.False(sqlite.Database.HasPendingModelChanges(), "run eng/migrations.sh");
        Assert.False(postgres.Database.HasPendingModelChanges(), "run eng/migrations.sh");
        Assert.Equal(sqlite.Database.GetMigrations().Select(Name), postgres.Database.GetMigrations().Select(Name), StringComparer.Ordinal);

        static string Name(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }

    [Fact]
    public void AddPersistence_OptionsLackWhatTheProviderNeeds_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddPersistence(new PersistenceOptions()));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddPersistence(new PersistenceOptions { Provider = DatabaseProvider.Postgres }));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddPersistence(new PersistenceOptions { DatabasePath = "x", MaxLogBytesPerRun = -1 }));
    }

    private static ServiceProvider Services(string path) =>
        new ServiceCollection().AddPersistence(new PersistenceOptions { DatabasePath = path }).BuildServiceProvider();

    private static Task MigrateAsync(IServiceProvider services) => services.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);

    private static async Task<string> RefusalAsync(string path)
    {
        await using var services = Services(path);
        return (await Assert.ThrowsAsync<DatabaseException>(() => MigrateAsync(services))).Message;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Ct);
    }
}
