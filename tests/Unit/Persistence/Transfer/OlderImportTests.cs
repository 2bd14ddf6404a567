using System.Security.Cryptography;
using System.Text.Json;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>An export that the first version would have written: its tables and columns are others than today's.</summary>
public sealed class OlderImportTests
{
    private const string Time = "\"2026-01-02T03:04:05.0000006Z\"";

    private static readonly (string Table, string Kinds, string Row)[] Tables =
    [
        ("repositories", "id name path created_at:time", $$"""{"id":"rp_000000000001","name":"r","path":"/old/data/samples/r","created_at":{{Time}}}"""),
        ("workflows", "id slug repository_id source_path tags diagnostics current_version:integer archived:boolean created_at:time updated_at:time",
            $$"""{"id":"wf_000000000001","slug":"w","repository_id":"rp_000000000001","source_path":"/old/data/samples/r/w.yaml","tags":"[]","diagnostics":"[]","current_version":1,"archived":false,"created_at":{{Time}},"updated_at":{{Time}}}"""),
        ("workflow_versions", "id workflow_id number:integer yaml sha256 created_at:time",
            $$"""{"id":"wv_000000000001","workflow_id":"wf_000000000001","number":1,"yaml":"name: w","sha256":"ff","created_at":{{Time}}}"""),
        ("runs", "id key workflow_version_id workflow workflow_version:integer repository_id repository inputs trigger started_by status epoch:integer wake:integer event_sequence:integer last_event_at:time log_bytes:integer directory trace_id created_at:time",
            $$"""{"id":"run_000000000001","key":"W-1","workflow_version_id":"wv_000000000001","workflow":"w","workflow_version":1,"repository_id":"rp_000000000001","repository":"r","inputs":"{\"a\":\"b\"}","trigger":"Api","started_by":"ann","status":"Pending","epoch":0,"wake":0,"event_sequence":0,"last_event_at":{{Time}},"log_bytes":0,"directory":"/old/data/runs/W-1","trace_id":"aa","created_at":{{Time}}}"""),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_OfTheFirstVersion_BringsItsRowsToThisOne()
    {
        using var folders = new TransferFolders();
        await WriteAsync(folders);
        await using (var target = folders.Sqlite("new"))
        {
            await folders.ImportAsync(target, "new");
        }

        await using var there = await SqliteFileDatabase.OpenAsync(folders.File("new"));
        await AssertThereAsync(there, folders.In("new"));
    }

    [Fact]
    public async Task Import_OfTheFirstVersionIntoPostgres_BringsItsRowsToThisOne()
    {
        await using var own = new PostgresTestDatabase();
        Assert.SkipWhen(own.Absent is not null, own.Absent ?? "");
        await own.InitializeAsync();
        using var folders = new TransferFolders();
        await WriteAsync(folders);
        await folders.ImportAsync(own.Database, "new", "node-1");
        await AssertThereAsync(own, folders.In("new"));
    }

    [Fact]
    public async Task Import_OfTheFirstVersionWithAFault_SaysItsLineAndChangesNothing()
    {
        using var folders = new TransferFolders();
        await WriteAsync(folders);
        folders.Change("runs", t => t.Replace("\"archived\":false", "", StringComparison.Ordinal).Replace("\"epoch\":0", "\"epoch\":\"none\"", StringComparison.Ordinal));
        await using SqliteDatabase target = folders.Sqlite("new");
        var refused = await Assert.ThrowsAsync<TransferException>(() => folders.ImportAsync(target, "new"));
        Assert.Equal(["tables/runs.jsonl:1: epoch: allowed is a whole number"], refused.Faults);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.In("new")));
    }

    private static async Task AssertThereAsync(TestDatabase there, string data)
    {
        var run = (await there.Runs.LoadAsync(Signalbox.Engine.Identity.RunId.From("run_000000000001"), Ct))!.Run;
        Assert.Equal(("W-1", "b", RunStatus.Failed, $"{data}/runs/W-1", 0), (run.Key, run.Inputs["a"], run.Status, run.Directory, run.Priority));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(6), run.CreatedAt);
        Assert.Equal($"{data}/samples/r", Assert.Single(await there.Repositories.ListAsync(Ct)).Path);
    }

    private static async Task WriteAsync(TransferFolders folders)
    {
        Directory.CreateDirectory(Path.Combine(folders.Export, "tables"));
        var tables = new List<TransferTable>();
        foreach (var (table, kinds, row) in Tables)
        {
            var path = Path.Combine(folders.Export, "tables", table + ".jsonl");
            await File.WriteAllTextAsync(path, row + "\n", Ct);
            var columns = kinds.Split(' ').Select(k => k.Split(':')).Select(k => new TransferColumn(k[0], k.Length == 1 ? TransferKind.Text : Enum.Parse<TransferKind>(k[1], ignoreCase: true)));
            tables.Add(new TransferTable(table, 1, Sum(path), [.. columns]));
        }

        var list = Path.Combine(folders.Export, "files.jsonl");
        await File.WriteAllTextAsync(list, "", Ct);
        var manifest = new TransferManifest
        {
            Format = TransferManifest.FormatName,
            FormatVersion = 1,
            Version = "0.0.1",
            Provider = "sqlite",
            Migration = "Initial",
            ExportedAt = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
            DataDirectories = ["/old/data"],
            Tables = tables,
            Files = new TransferFiles(0, 0, Sum(list)),
            Bundles = [],
        };
        await File.WriteAllTextAsync(Path.Combine(folders.Export, "manifest.json"), JsonSerializer.Serialize(manifest, TransferJson.Document), Ct);
    }

    private static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
