using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>The steps of one import, in their order.</summary>
internal sealed class ImportSteps(Database database, TimeProvider time, DataImportRequest request, TransferManifest manifest, DataSwap swap, IProgress<TransferProgress>? progress)
{
    private const string Older = "older.db";

    private readonly TransferFaults _faults = new();
    private readonly PathMap _paths = new(manifest.DataDirectories, request.DataDirectory);
    private readonly ImportBundles _bundles = new(time, request, manifest, swap);
    private int _ended;

    private SwapOrder Order => new("import", string.Create(CultureInfo.InvariantCulture, $"before-import-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}"), ["search.db"]);

    /// <summary>Copies files and repositories aside; what is wrong is said with the rows'.</summary>
    public async Task StageAsync(CancellationToken cancellationToken)
    {
        await new FileImporter(request.Source, swap.Content).StageAsync(manifest.Files, _faults, progress, cancellationToken);
        await _bundles.StageAsync(_faults, cancellationToken);
    }

    /// <summary>SQLite: makes the database aside.</summary>
    public async Task FillAsideAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(swap.Content, Path.GetFileName(request.DatabaseFile));
        await using (var aside = new SqliteDatabase(path))
        {
            await FillAsync(aside, path, cancellationToken);
            _ended = await new RunSettler(aside, time).SettleAsync(cancellationToken);
        }

        File.Delete(path + "-migrate.lock");
        await swap.ReadyAsync(Order, cancellationToken);
    }

    /// <summary>PostgreSQL: writes the rows in one transaction, at whose end the files are ready.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var model = DataTable.Of(context.Model);
        var isOlder = !string.Equals(manifest.Migration, MigrationNames.Known(context)[^1], StringComparison.Ordinal);
        var (source, tables) = isOlder ? await UpgradeAsync(cancellationToken) : (request.Source, manifest.Tables);
        var targets = await TargetTable.ListAsync(database, cancellationToken);
        await new RowChecker(source, model, targets, _faults).CheckAsync(tables, progress, cancellationToken);
        ThrowIfWrong();
        var repository = await FirstRepositoryAsync(source, tables, targets, cancellationToken);
        await database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                // What this server's own first start made.
                foreach (var table in model.Reverse().Select(t => t.Name).Where(TransferRules.FilledAtFirstStart.Contains).Concat(TransferRules.Rebuilt))
                {
                    await scope.ExecuteAsync($"DELETE FROM \"{table}\"", [], cancellationToken);
                }

                await InsertAsync(scope, source, tables, targets, cancellationToken);
                await Sequences.SetAsync(scope, cancellationToken);
                await swap.ReadyAsync(Order with { IfRepository = repository }, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Everything is there: it comes into its place.</summary>
    public async Task<DataImportResult> FinishAsync(CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Postgres)
        {
            _ended = await new RunSettler(database, time).SettleAsync(cancellationToken);
        }

        var kept = swap.Finish();
        return new DataImportResult(manifest, _ended, kept, await ImportBundles.FetchAsync(request.DataDirectory, time, cancellationToken));
    }

    private void ThrowIfWrong()
    {
        if (_faults.Any)
        {
            throw new TransferException($"{request.Source} cannot be imported, and nothing was:", _faults.Sentences);
        }
    }

    /// <summary>A SQLite database of the export's version, filled, and brought to this version.</summary>
    private async Task FillAsync(SqliteDatabase file, string path, CancellationToken cancellationToken)
    {
        await using (PrivateFiles.Open(path, FileMode.CreateNew))
        {
            // Private from its first byte.
        }

        IReadOnlyList<DataTable> model;
        await using (var context = file.CreateDbContext())
        {
            model = DataTable.Of(context.Model);
            await context.GetService<IMigrator>().MigrateAsync(manifest.Migration, cancellationToken);
            model = string.Equals(manifest.Migration, MigrationNames.Known(context)[^1], StringComparison.Ordinal) ? model : [];
        }

        var targets = await TargetTable.ListAsync(file, cancellationToken);
        await new RowChecker(request.Source, model.Count == 0 ? null : model, targets, _faults).CheckAsync(manifest.Tables, progress, cancellationToken);
        ThrowIfWrong();
        await file.WriteAsync(
            Durability.Full,
            async scope =>
            {
                await InsertAsync(scope, request.Source, manifest.Tables, targets, cancellationToken);
                return true;
            },
            cancellationToken);
        await file.MigrateAsync(cancellationToken);
    }

    /// <summary>The rows of an older version as this one has them: every version can be made on SQLite, and brought to this one there.</summary>
    private async Task<(string Source, IReadOnlyList<TransferTable> Tables)> UpgradeAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(swap.Work, "upgraded");
        PrivateFiles.CreateFolder(folder);
        var path = Path.Combine(folder, Older);
        await using var older = new SqliteDatabase(path);
        await FillAsync(older, path, cancellationToken);
        return (folder, await older.ReadAsync(context => new RowExporter(context, folder, progress).ExportAsync(cancellationToken), cancellationToken));
    }

    private async Task InsertAsync(WriteScope scope, string source, IReadOnlyList<TransferTable> tables, IReadOnlyDictionary<string, TargetTable> targets, CancellationToken cancellationToken)
    {
        var importer = new RowImporter(scope, source, targets, _paths, request.Node);
        foreach (var table in tables)
        {
            await importer.ImportAsync(table, progress, cancellationToken);
        }
    }

    /// <summary>The id of any repository of the export; null when it has none.</summary>
    private static async Task<string?> FirstRepositoryAsync(string source, IReadOnlyList<TransferTable> tables, IReadOnlyDictionary<string, TargetTable> targets, CancellationToken cancellationToken)
    {
        if (tables.FirstOrDefault(t => t.Name is "repositories") is not { } table || RowSource.Open(source, table, model: null, targets[table.Name]).Rows is not { } rows)
        {
            return null;
        }

        await using (rows)
        {
            var id = table.Columns.Index().First(c => c.Item.Name is "id").Index;
            return await rows.ReadAsync(cancellationToken) is ({ } row, _) ? row[id] as string : null;
        }
    }
}
