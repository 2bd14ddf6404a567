using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>A table of any size is one row in memory.</summary>
[Collection(nameof(AloneCollection))]
public sealed class LargeTableTests
{
    private const int Rows = 200_000;
    private const long MostBytes = 32L * 1024 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExportAndImport_Of200000Rows_KeepsFewOfThemInMemory()
    {
        using var folders = new TransferFolders();
        Directory.CreateDirectory(folders.In("source"));
        await using var source = folders.Sqlite("source");
        await source.MigrateAsync(Ct);
        await source.WriteAsync(
            Durability.Full,
            scope => scope.ExecuteAsync(
                $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) INSERT INTO key_counters (prefix, last_number) SELECT 'K' || i || hex(zeroblob(100)), i FROM n", [], Ct),
            Ct);

        var exported = new Watch();
        var manifest = await folders.ExportAsync(source, progress: exported);
        Assert.Equal(Rows, manifest.Tables.Single(t => t.Name is "key_counters").Rows);
        Assert.True(new FileInfo(Path.Combine(folders.Export, "tables", "key_counters.jsonl")).Length > MostBytes, "the table is larger than what may be in memory");
        Assert.True(exported.Most < MostBytes, $"{exported.Most} bytes were alive during the export");

        var imported = new Watch();
        await using var target = folders.Sqlite("new");
        await new Signalbox.Persistence.Transfer.DataImporter(target, TimeProvider.System).ImportAsync(folders.Request("new"), imported, Ct);
        Assert.True(imported.Most < MostBytes, $"{imported.Most} bytes were alive during the import");
        Assert.Equal(
            (long)Rows, await target.ReadSqlAsync(scope => scope.ScalarAsync("SELECT count(*) FROM key_counters", [], Ct), Ct));
    }

    /// <summary>Looks now and then how much is alive, beyond what was at its making.</summary>
    private sealed class Watch : IProgress<TransferProgress>
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private int _reports;

        public long Most { get; private set; }

        public void Report(TransferProgress value)
        {
            if (value.Part is "key_counters" && ++_reports % 8 == 0)
            {
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - _before);
            }
        }
    }
}
