using Signalbox.Engine.Runs;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>Everything of one database into another, whichever they are.</summary>
public abstract class TransferTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task ExportAndImport_IntoSqlite_EveryColumnOfEveryTableIsTheSame()
    {
        using var folders = new TransferFolders();
        await using var source = await OwnAsync();
        await EveryTable.FillAsync(source.Database, Ct);
        var manifest = await folders.ExportAsync(source.Database);
        Assert.All(manifest.Tables, t => Assert.Equal(2, t.Rows));

        await using var target = folders.Sqlite("new");
        await folders.ImportAsync(target, "new");

        await folders.ExportAsync(target, folders.In("second"));
        Assert.Equal(TransferFolders.Tables(folders.Export), TransferFolders.Tables(folders.In("second")));
    }

    [Fact]
    public async Task Import_OfAServerThatIsNotEmpty_IsRefusedInOneSentence()
    {
        using var folders = new TransferFolders();
        var scenario = await Scenario.CreateAsync(Database);
        await scenario.AddAsync();
        await folders.ExportAsync(Database.Database);

        var refused = await Assert.ThrowsAsync<TransferException>(() => new DataImporter(Database.Database, Database.Clock).ImportAsync(
            new DataImportRequest(folders.Export, folders.Data, Database.FilePath, Node), null, Ct));

        Assert.StartsWith("this server is not empty (", refused.Message, StringComparison.Ordinal);
        Assert.Contains(" rows in runs", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folders.Data, ".swap")));
    }

    [Fact]
    public async Task Import_OfRunsUnderWay_EndsThemAndBeginsNothing()
    {
        using var folders = new TransferFolders();
        await using var source = await OwnAsync();
        var scenario = await Scenario.CreateAsync(source);
        var (state, attempt) = await scenario.AttemptingAsync();
        var pending = await scenario.AddAsync();
        var ended = await scenario.EndAsync((await scenario.AddAsync()).Id, RunStatus.Completed);
        await folders.ExportAsync(source.Database);

        await using var target = folders.Sqlite("new");
        var result = await folders.ImportAsync(target, "new");

        Assert.Equal(2, result.Ended);
        await using var there = await SqliteFileDatabase.OpenAsync(folders.File("new"));
        var imported = (await there.Runs.LoadAsync(state.Run.Id, Ct))!;
        Assert.Equal((RunStatus.Failed, null), (imported.Run.Status, imported.Run.Node));
        Assert.Contains("was under way when it was exported", imported.Run.StatusReason, StringComparison.Ordinal);
        Assert.Equal((attempt.Id, AttemptStatus.Interrupted, "interrupted"), (imported.Attempts[0].Id, imported.Attempts[0].Status, imported.Attempts[0].Error?.Code));
        Assert.All(imported.Steps, s => Assert.True(s.HasEnded));
        var events = await there.Queries.EventsAsync(state.Run.Id, 0, 100, Ct);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Sequence));
        Assert.Equal("Running -> Failed", events[^1].Transition?.Replace("Pending", "Running", StringComparison.Ordinal));
        Assert.Equal(RunStatus.Failed, (await there.Runs.LoadAsync(pending.Id, Ct))!.Run.Status);
        Assert.Equal(RunStatus.Completed, (await there.Runs.LoadAsync(ended.Id, Ct))!.Run.Status);

        // Nothing begins by itself.
        Assert.Empty(await there.Runs.UnclaimedAsync(["node"], Ct));
    }

    /// <summary>Node that the target is; null where it has its database to itself.</summary>
    protected abstract string? Node { get; }

    /// <summary>An empty database of this kind.</summary>
    protected abstract Task<TestDatabase> OwnAsync();
}
