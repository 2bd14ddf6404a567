using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>An import that is killed: what its process had done so far stays as it is, and nobody cleans up.</summary>
public sealed class ImportKillTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Import_KilledBeforeItIsReady_HasChangedNothingAndTheNextOneWorks(int steps)
    {
        using var folders = await FilledAsync();
        await using var target = folders.Sqlite("new");
        var (import, swap) = await BeginAsync(folders, target);
        await import.StageAsync(Ct);
        if (steps == 2)
        {
            // All but the last word.
            await import.FillAsideAsync(Ct);
            File.Delete(Path.Combine(folders.In("new"), ".swap", "ready"));
        }

        Assert.Null(await new DataImporter(target, TimeProvider.System).RecoverAsync(folders.In("new"), Ct));
        Assert.False(File.Exists(folders.File("new")));
        Assert.False(Directory.Exists(Path.Combine(folders.In("new"), "runs")));
        Assert.Null(swap.Pending);

        await folders.ImportAsync(target, "new");
        await AssertImportedAsync(folders, target);
    }

    [Fact]
    public async Task Import_KilledWhenItWasReady_IsDoneByTheNextStart()
    {
        using var folders = await FilledAsync();
        await using var target = folders.Sqlite("new");
        var (import, swap) = await BeginAsync(folders, target);
        await import.StageAsync(Ct);
        await import.FillAsideAsync(Ct);

        Assert.Equal("import", await new DataImporter(target, TimeProvider.System).RecoverAsync(folders.In("new"), Ct));
        Assert.Null(swap.Pending);
        await AssertImportedAsync(folders, target);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("signalbox.db")]
    public async Task Import_KilledWhileItCameIntoItsPlace_IsDoneByTheNextStart(string moved)
    {
        using var folders = await FilledAsync();
        await using var target = folders.Sqlite("new");
        var (import, swap) = await BeginAsync(folders, target);
        await import.StageAsync(Ct);
        await import.FillAsideAsync(Ct);
        Directory.Move(Path.Combine(swap.Content, moved), Path.Combine(folders.In("new"), moved));

        Assert.Equal("import", await new DataImporter(target, TimeProvider.System).RecoverAsync(folders.In("new"), Ct));
        await AssertImportedAsync(folders, target);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_IntoPostgresKilledAroundTheCommit_IsNothingOrAll(bool isCommitted)
    {
        await using var own = new PostgresTestDatabase();
        Assert.SkipWhen(own.Absent is not null, own.Absent ?? "");
        await own.InitializeAsync();
        using var folders = await FilledAsync();
        var (import, swap) = await BeginAsync(folders, own.Database);
        await import.StageAsync(Ct);
        if (isCommitted)
        {
            await import.FillAsync(Ct);
        }
        else
        {
            await swap.ReadyAsync(new SwapOrder("import", "before", [], "rp_000000000001"), Ct);
        }

        var recovered = await new DataImporter(own.Database, TimeProvider.System).RecoverAsync(folders.In("new"), Ct);

        Assert.Equal(isCommitted ? "import" : null, recovered);
        Assert.Equal(isCommitted, File.Exists(Path.Combine(folders.In("new"), "runs", "K-1", "note.txt")));
        Assert.Equal(isCommitted ? ["2"] : ["0"], await own.QueryAsync("SELECT count(*) FROM runs"));
        Assert.False(Directory.Exists(Path.Combine(folders.In("new"), ".swap")));
    }

    private static async Task AssertImportedAsync(TransferFolders folders, SqliteDatabase target)
    {
        Assert.Equal("note", await File.ReadAllTextAsync(Path.Combine(folders.In("new"), "runs", "K-1", "note.txt"), Ct));
        await folders.ExportAsync(target, folders.In("second"));
        Assert.Equal(TransferFolders.Tables(folders.Export), TransferFolders.Tables(folders.In("second")));
        Assert.False(Directory.Exists(Path.Combine(folders.In("new"), ".swap")));
    }

    private static async Task<(ImportSteps Import, DataSwap Swap)> BeginAsync(TransferFolders folders, Database target)
    {
        var request = folders.Request("new");
        var swap = new DataSwap(request.DataDirectory);
        swap.Begin();
        return (new ImportSteps(target, TimeProvider.System, request, await ManifestFile.ReadAsync(folders.Export, Ct), swap, null), swap);
    }

    private static async Task<TransferFolders> FilledAsync()
    {
        var folders = new TransferFolders();
        Directory.CreateDirectory(Path.Combine(folders.Data, "runs", "K-1"));
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "runs", "K-1", "note.txt"), "note", Ct);
        Directory.CreateDirectory(folders.In("source"));
        await using var source = folders.Sqlite("source");
        await source.MigrateAsync(Ct);
        await EveryTable.FillAsync(source, Ct);
        await folders.ExportAsync(source);
        return folders;
    }
}
