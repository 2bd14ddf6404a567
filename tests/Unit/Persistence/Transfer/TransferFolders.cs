using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>An export in a folder of a test's own, and data directories that it goes into.</summary>
internal sealed class TransferFolders : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-transfer-").FullName;

    /// <summary>The data directory that is exported.</summary>
    public string Data => In("data");

    /// <summary>The export.</summary>
    public string Export => In("export");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Exports a database and the files of <see cref="Data"/>.</summary>
    public Task<TransferManifest> ExportAsync(Database database, string? to = null, IProgress<TransferProgress>? progress = null)
    {
        Directory.CreateDirectory(Data);
        return new DataExporter(database, TimeProvider.System).ExportAsync(new DataExportRequest(Data, to ?? Export, "1.2.3"), progress, Ct);
    }

    /// <summary>A SQLite database of a data directory.</summary>
    public SqliteDatabase Sqlite(string data) => new(File(data));

    public string File(string data) => Path.Combine(In(data), "signalbox.db");

    /// <summary>What is asked for, into a data directory.</summary>
    public DataImportRequest Request(string data, string? node = null)
    {
        Directory.CreateDirectory(In(data));
        return new DataImportRequest(Export, In(data), File(data), node);
    }

    public async Task<DataImportResult> ImportAsync(Database database, string data, string? node = null) =>
        await new DataImporter(database, TimeProvider.System).ImportAsync(Request(data, node), null, Ct);

    /// <summary>The files of the tables of an export, by name.</summary>
    public static SortedDictionary<string, string> Tables(string export) =>
        new(Directory.EnumerateFiles(Path.Combine(export, "tables")).ToDictionary(f => Path.GetFileName(f), System.IO.File.ReadAllText, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Changes the text of a file of the export, and the sums that the manifest has of it, as somebody would who knows what he does.</summary>
    public void Change(string table, Func<string, string> change)
    {
        var path = Path.Combine(Export, "tables", table + ".jsonl");
        System.IO.File.WriteAllText(path, change(System.IO.File.ReadAllText(path)));
        var manifestFile = Path.Combine(Export, "manifest.json");
        var manifest = System.Text.Json.JsonSerializer.Deserialize<TransferManifest>(System.IO.File.ReadAllText(manifestFile), TransferJson.Document)!;
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(path)));
        manifest = manifest with { Tables = [.. manifest.Tables.Select(t => string.Equals(t.Name, table, StringComparison.Ordinal) ? t with { Sha256 = sum } : t)] };
        System.IO.File.WriteAllText(manifestFile, System.Text.Json.JsonSerializer.Serialize(manifest, TransferJson.Document));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
