using Microsoft.Data.Sqlite;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence;
using Signalbox.Persistence.Upkeep;
using Signalbox.Unit.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Upkeep;

public sealed class DatabaseUpkeepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_WhileOthersWrite_IsOneStateOfTheRows()
    {
        using var folders = new TransferFolders();
        await using var live = await LiveAsync(folders);
        var scenario = await Scenario.CreateAsync(live);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = Task.Run(
            async () =>
            {
                // A run and its events are one transaction: in a backup they are both, or neither.
                while (!enough.IsCancellationRequested)
                {
                    await scenario.AddAsync();
                }
            },
            Ct);
        for (var number = 1; number <= 3; number++)
        {
            var file = folders.In($"backup-{number}.db");
            Assert.True(await new DatabaseBackup(live.Database).WriteAsync(live.FilePath, file, Ct) > 0);
            await using var backup = await SqliteFileDatabase.OpenAsync(file);
            var counts = (await backup.QueryAsync("SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM run_events), (SELECT count(*) FROM step_runs) / 2"))[0].Split('|');
            Assert.Single(counts.Distinct(StringComparer.Ordinal));
        }

        await enough.CancelAsync();
        await writing;
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(folders.Data)!, "*.partial-*"));
    }

    [Fact]
    public async Task Backup_OverAFileThatIsThere_IsRefused()
    {
        using var folders = new TransferFolders();
        await using var live = await LiveAsync(folders);
        await File.WriteAllTextAsync(folders.In("there"), "mine", Ct);
        await Assert.ThrowsAsync<TransferException>(() => new DatabaseBackup(live.Database).WriteAsync(live.FilePath, folders.In("there"), Ct));
        Assert.Equal("mine", await File.ReadAllTextAsync(folders.In("there"), Ct));
    }

    [Fact]
    public async Task Restore_OfABackup_BringsItsRowsAndKeepsWhatWasThere()
    {
        using var folders = new TransferFolders();
        string first;
        await using (var live = await LiveAsync(folders))
        {
            var scenario = await Scenario.CreateAsync(live);
            first = (await scenario.AddAsync()).Key;
            await new DatabaseBackup(live.Database).WriteAsync(live.FilePath, folders.In("backup.db"), Ct);
            await scenario.AddAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(folders.In("live"), "search.db"), "index", Ct);
        await using (var closed = folders.Sqlite("live"))
        {
            var kept = await new DatabaseRestore(closed, TimeProvider.System).RestoreAsync(folders.In("backup.db"), folders.In("live"), folders.File("live"), Ct);
            var before = Assert.Single(kept);
            await using var earlier = await SqliteFileDatabase.OpenAsync(before);
            Assert.Equal(["2"], await earlier.QueryAsync("SELECT count(*) FROM runs"));
        }

        await using var restored = await SqliteFileDatabase.OpenAsync(folders.File("live"));
        Assert.Equal([first], await restored.QueryAsync("SELECT key FROM runs"));
        Assert.False(File.Exists(Path.Combine(folders.In("live"), "search.db")));
    }

    [Fact]
    public async Task Restore_KilledWhenItWasReady_IsDoneByTheNextStart()
    {
        using var folders = new TransferFolders();
        await using (var live = await LiveAsync(folders))
        {
            await Scenario.CreateAsync(live);
        }

        // What a restore has made aside when it is killed between the two moves.
        var swap = new DataSwap(folders.In("live"));
        swap.Begin();
        File.Copy(folders.File("live"), Path.Combine(swap.Content, "signalbox.db"));
        await swap.ReadyAsync(new SwapOrder("restore", "before-restore", ["search.db"]), Ct);
        File.Move(folders.File("live"), folders.File("live") + ".before-restore");
        await using var target = folders.Sqlite("live");
        Assert.Equal("restore", await new Signalbox.Persistence.Transfer.DataImporter(target, TimeProvider.System).RecoverAsync(folders.In("live"), Ct));

        await using var restored = await SqliteFileDatabase.OpenAsync(folders.File("live"));
        Assert.Equal(["1"], await restored.QueryAsync("SELECT count(*) FROM workflows"));
        Assert.True(File.Exists(folders.File("live") + ".before-restore"));
    }

    [Theory]
    [InlineData("text", "cannot be copied as a SQLite database")]
    [InlineData("other", "is a SQLite database, but none of Signalbox")]
    [InlineData("newer", "was written by a newer version of Signalbox")]
    [InlineData("damaged", "")]
    public async Task Restore_OfWhatIsNoBackup_ChangesNothing(string kind, string sentence)
    {
        using var folders = new TransferFolders();
        var backup = folders.In("backup.db");
        await using (var live = await LiveAsync(folders))
        {
            await Scenario.CreateAsync(live);
            await new DatabaseBackup(live.Database).WriteAsync(live.FilePath, backup, Ct);
        }

        var before = await File.ReadAllBytesAsync(folders.File("live"), Ct);
        Spoil(backup, kind);
        await using var closed = folders.Sqlite("live");
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => new DatabaseRestore(closed, TimeProvider.System).RestoreAsync(backup, folders.In("live"), folders.File("live"), Ct));

        Assert.True(refused is TransferException or DatabaseException, refused.ToString());
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folders.File("live"), Ct));
        Assert.False(Directory.Exists(Path.Combine(folders.In("live"), ".swap")));
    }

    [Fact]
    public async Task Check_OfWhatIsWell_FindsNothing()
    {
        using var folders = new TransferFolders();
        await using var live = await LiveAsync(folders);
        var scenario = await Scenario.CreateAsync(live);
        await scenario.EndAsync((await scenario.AddAsync()).Id, RunStatus.Completed);
        var found = await new DatabaseCheck(live.Database).CheckAsync(folders.In("live"), live.FilePath, null, Ct);

        // The scenario has no folders; and its steps were left as they were.
        Assert.All(found, f => Assert.True(f.Found.Contains("is missing", StringComparison.Ordinal) || f.Found.Contains("but its step", StringComparison.Ordinal), f.ToString()));
    }

    [Theory]
    [InlineData("UPDATE runs SET status = 'Completed'", "but its step a has not")]
    [InlineData("UPDATE runs SET status = 'Completed'", "is said to be at work")]
    [InlineData("UPDATE runs SET status = 'Failed'", "the run is Failed, but nothing says when it ended")]
    [InlineData("UPDATE runs SET ended_at = 5", "but has a time at which it ended")]
    [InlineData("UPDATE runs SET status = 'Failed', ended_at = 5", "but node is said to work on it")]
    [InlineData("UPDATE runs SET event_sequence = 77", "the run counts 77 events")]
    [InlineData("UPDATE runs SET started_at = 5", "the run's folder")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\" WHERE rowid = (SELECT max(rowid) FROM \"__EFMigrationsHistory\")", "older version of Signalbox")]
    [InlineData("SELECT 1", "belongs to no run")]
    public async Task Check_OfWhatCannotBe_SaysWhatAndWhatToDo(string sql, string sentence)
    {
        using var folders = new TransferFolders();
        await using var live = await LiveAsync(folders);
        var scenario = await Scenario.CreateAsync(live);
        await scenario.AttemptingAsync();
        Directory.CreateDirectory(Path.Combine(folders.In("live"), "runs", "UNKNOWN-1"));
        await live.QueryAsync(sql);

        var found = await new DatabaseCheck(live.Database).CheckAsync(folders.In("live"), live.FilePath, null, Ct);

        Assert.Contains(found, f => f.Found.Contains(sentence, StringComparison.Ordinal));
        Assert.All(found, f => Assert.NotEmpty(f.Advice));
    }

    private static void Spoil(string backup, string kind)
    {
        switch (kind)
        {
            case "text":
                File.WriteAllText(backup, new string('x', 10_000));
                break;
            case "damaged":
                using (var file = File.Open(backup, FileMode.Open))
                {
                    // Pages behind the first few.
                    file.Position = 40_960;
                    file.Write(new byte[60_000]);
                }

                break;
            case "other":
                File.Delete(backup);
                Execute(backup, "CREATE TABLE t (a)");
                break;
            default:
                Execute(backup, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Newer', '99')");
                break;
        }
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<SqliteFileDatabase> LiveAsync(TransferFolders folders)
    {
        Directory.CreateDirectory(folders.In("live"));
        return await SqliteFileDatabase.OpenAsync(folders.File("live"));
    }
}
