using Signalbox.Engine.Events;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;
using Signalbox.Unit.Persistence;

namespace Signalbox.Unit.Engine.Runs.Export;

/// <summary>A data directory of its own with the real store, to import into and export from.</summary>
internal sealed class TransferBench : IAsyncDisposable
{
    private readonly SqliteTestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-transfer-");

    public string Runs => Path.Combine(_folder.FullName, "data", "runs");

    public IRunQueries Queries => _database.Queries;

    public RunExporter Exporter => new(Queries, _database.Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TransferBench> CreateAsync()
    {
        var bench = new TransferBench();
        await bench._database.InitializeAsync();
        Directory.CreateDirectory(bench.Runs);
        return bench;
    }

    /// <summary>A path of the test's own.</summary>
    public string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file of a task's folder.</summary>
    public async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        await File.WriteAllTextAsync(In(name), text, Ct);
    }

    public Task<RunImportResult> ImportAsync(string folder, string? key = null) =>
        new RunImporter(_database.Imports, _database.Logs, new LogSignals(), new RunEventBus(), new RunServiceOptions(Runs), _database.Clock)
            .ImportAsync(new RunImportRequest(Path.IsPathRooted(folder) ? folder : In(folder), key, RunTrigger.CommandLine, "ann"), Ct);

    public async Task<RunState> ImportedAsync(string folder)
    {
        var result = await ImportAsync(folder);
        Assert.Null(result.Invalid ?? result.Refused);
        return (await Queries.GetAsync(result.State!.Run.Id, Ct))!;
    }

    /// <summary>The import is turned down and has left nothing.</summary>
    public async Task<string> TurnedDownAsync(string folder)
    {
        var result = await ImportAsync(folder);
        Assert.Null(result.State);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
        Assert.Empty((await Queries.ListAsync(new RunFilter(), Ct)).Runs);
        return (result.Invalid ?? result.Refused)!;
    }

    /// <summary>The whole stored log of an attempt.</summary>
    public async Task<string> LogAsync(Attempt attempt, LogStream stream)
    {
        var position = await _database.Logs.GetPositionAsync(attempt.Id, stream, Ct);
        Assert.True(position.Complete);
        var text = await File.ReadAllTextAsync((await _database.Logs.GetRawFileAsync(attempt.Id, stream, Ct))!, Ct);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), position.Offset);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
