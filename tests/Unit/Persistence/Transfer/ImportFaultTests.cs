using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>What is wrong with an export is said at once, with file and line, and nothing of it is taken.</summary>
public sealed class ImportFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_WithFaultsOfEveryKind_NamesAllOfThemAndChangesNothing()
    {
        using var folders = await FilledAsync();
        folders.Change("runs", t => t.Replace("\"status\":\"Cancelled\"", "\"status\":\"Elsewhere\"", StringComparison.Ordinal));
        folders.Change("step_runs", t => t.Replace("\"id\":\"tk_000000000001\",", "", StringComparison.Ordinal));
        folders.Change("key_counters", t => t.Replace("\"last_number\":", "\"first_number\":", StringComparison.Ordinal));
        folders.Change("run_events", t => "not json\n" + t[(t.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        folders.Change("attempts", t => t.Replace("\"started_at\":\"2026-03-01T12:00:02", "\"started_at\":\"at noon", StringComparison.Ordinal));
        folders.Change("workflow_versions", t => t.Replace("\"yaml\":\"", "\"yaml\":\"\\u0000", StringComparison.Ordinal));
        folders.Change("messages", t => t + t[..(t.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        await File.AppendAllTextAsync(Path.Combine(folders.Export, "tables", "learnings.jsonl"), "\n", Ct);
        File.Delete(Path.Combine(folders.Export, "tables", "approvals.jsonl"));
        File.Delete(Path.Combine(folders.Export, "files", "runs", "K-1", "gone.txt"));
        await File.WriteAllTextAsync(Path.Combine(folders.Export, "files", "runs", "K-1", "changed.txt"), "other", Ct);

        await using var target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));

        Assert.Contains("cannot be imported, and nothing was:", refused.Message, StringComparison.Ordinal);
        AssertFault(refused, "tables/runs.jsonl:1: status: found 'Elsewhere', allowed is Pending,");
        AssertFault(refused, "tables/runs.jsonl:2: status:");
        AssertFault(refused, "tables/step_runs.jsonl:1: id: has no value");
        AssertFault(refused, "tables/key_counters.jsonl:1: 'first_number' is no column of key_counters");
        AssertFault(refused, "tables/run_events.jsonl:1: cannot be read as JSON:");
        AssertFault(refused, "tables/attempts.jsonl:2: started_at: allowed is a time such as");
        AssertFault(refused, "tables/workflow_versions.jsonl:1: yaml: allowed is a text without NUL");
        AssertFault(refused, "tables/messages.jsonl: has 3 rows, the manifest says 2");
        AssertFault(refused, "tables/learnings.jsonl: its sum is not that of the manifest");
        AssertFault(refused, "tables/approvals.jsonl: is missing");
        AssertFault(refused, "files/runs/K-1/gone.txt is missing");
        AssertFault(refused, "files/runs/K-1/changed.txt is not as it was exported");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.In("new")));
    }

    [Fact]
    public async Task Import_OfRowsThatTheDatabaseRefuses_ChangesNothing()
    {
        using var folders = await FilledAsync();
        folders.Change("step_runs", t => t.Replace("run_000000000002", "run_000000000009", StringComparison.Ordinal));

        await using var target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));

        Assert.Contains("tables/step_runs.jsonl:", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.In("new")));
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "is of format 2, and this version of Signalbox reads up to 1")]
    [InlineData("\"format\": \"signalbox-export\"", "\"format\": \"other\"", "is no export of everything")]
    [InlineData("\"migration\": \"", "\"migration\": \"Newer", "was written by a newer version of Signalbox (1.2.3, with the migration Newer")]
    [InlineData("\"name\": \"key_counters\"", "\"name\": \"nodes\"", "the table 'nodes' is not one of this version")]
    [InlineData("\"name\": \"key_counters\"", "\"name\": \"unheard_of\"", "the table 'unheard_of' is not one of this version")]
    [InlineData("\"name\": \"key_counters\"", "\"name\": \"__EFMigrationsHistory\"", "the table '__EFMigrationsHistory' is not one of this version")]
    [InlineData("\"name\": \"key_counters\"", "\"name\": \"sqlite_sequence\"", "the table 'sqlite_sequence' is not one of this version")]
    [InlineData("\"name\": \"last_number\"", "\"name\": \"other\"", "key_counters.other is not a column of this version")]
    [InlineData("\"tables\": [", "\"tables\": null, \"more\": [", "does not say what an export holds")]
    [InlineData("{", "[", "cannot be read")]
    public async Task Import_OfAManifestThatIsNotOurs_SaysWhy(string part, string instead, string sentence)
    {
        using var folders = await FilledAsync();
        var manifest = Path.Combine(folders.Export, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest, Ct);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, text[..at] + instead + text[(at + part.Length)..], Ct);

        await using var target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.In("new")));
    }

    [Theory]
    [InlineData("{\"path\":\"../outside\",\"bytes\":1,\"sha256\":\"00\"}")]
    [InlineData("{\"path\":\"runs/../../outside\",\"bytes\":1,\"sha256\":\"00\"}")]
    [InlineData("{\"path\":\"keys/key.xml\",\"bytes\":1,\"sha256\":\"00\"}")]
    [InlineData("{\"path\":\"/etc/passwd\",\"bytes\":1,\"sha256\":\"00\"}")]
    [InlineData("{\"path\":\"runs/K-1/steps/01_a/stdout.log\",\"bytes\":0,\"link\":\"../../../../../cli.token\"}")]
    public async Task Import_OfAFileThatIsNoneOfRuns_IsRefused(string line)
    {
        using var folders = await FilledAsync();
        await File.AppendAllTextAsync(Path.Combine(folders.Export, "files.jsonl"), line + "\n", Ct);

        await using var target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));

        AssertFault(refused, "files.jsonl:3: ");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.In("new")));
    }

    [Fact]
    public async Task Import_OfAFolderWithoutManifest_SaysSo()
    {
        using var folders = new TransferFolders();
        Directory.CreateDirectory(folders.Export);
        await using var target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));
        Assert.Contains("is no export: it has no manifest.json", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertFault(TransferException refused, string begin) =>
        Assert.True(refused.Faults.Any(f => f.StartsWith(begin, StringComparison.Ordinal)) || refused.Message.Contains(begin, StringComparison.Ordinal), $"no '{begin}' in {refused.Message}");

    private static async Task<TransferFolders> FilledAsync()
    {
        var folders = new TransferFolders();
        Directory.CreateDirectory(Path.Combine(folders.Data, "runs", "K-1"));
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "runs", "K-1", "gone.txt"), "gone", Ct);
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "runs", "K-1", "changed.txt"), "changed", Ct);
        Directory.CreateDirectory(folders.In("source"));
        await using SqliteDatabase source = folders.Sqlite("source");
        await source.MigrateAsync(Ct);
        await EveryTable.FillAsync(source, Ct);
        await folders.ExportAsync(source);
        return folders;
    }
}
