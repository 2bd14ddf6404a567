using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>
/// Takes an export into an empty server: files and, for SQLite, the database are made aside and looked at, and come into their place all together or not at all.
/// Rows go into PostgreSQL in one transaction. Whoever is killed half way has either nothing or, at the next start, everything.
/// </summary>
public sealed class DataImporter
{
    private readonly Database _database;
    private readonly TimeProvider _time;

    internal DataImporter(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Imports.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Told how far it is, on the thread that works; null: nobody.</param>
    /// <param name="cancellationToken">Gives up; nothing stays.</param>
    /// <exception cref="TransferException">It cannot be done: what is wrong with the export, all of it, or why this server is not empty.</exception>
    /// <exception cref="DatabaseException">The database cannot be used.</exception>
    public async Task<DataImportResult> ImportAsync(DataImportRequest request, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var swap = new DataSwap(request.DataDirectory);
        try
        {
            var manifest = await ManifestFile.ReadAsync(request.Source, cancellationToken);
            RefuseOtherVersion(manifest);
            var target = new ImportTarget(_database, request);
            await target.RefuseUnlessEmptyAsync(cancellationToken);
            swap.Begin();
            var import = new ImportSteps(_database, _time, request, manifest, swap, progress);
            try
            {
                await import.StageAsync(cancellationToken);
                if (_database.Provider == DatabaseProvider.Sqlite)
                {
                    await import.FillAsideAsync(cancellationToken);
                }
                else
                {
                    await import.FillAsync(cancellationToken);
                }
            }
            catch
            {
                swap.Abandon();
                throw;
            }

            // What comes now is not given up: it would be gone on with at the next start.
            return await import.FinishAsync(CancellationToken.None);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"{request.Source} cannot be imported into {request.DataDirectory}: {broken.Message}", broken);
        }
    }

    /// <summary>Goes on with an import or a restore that was killed when it was about to come into its place; to be called before the database is used.</summary>
    /// <param name="dataDirectory">Absolute path of the data directory, held by the caller.</param>
    /// <param name="cancellationToken">Gives up; the next call goes on.</param>
    /// <returns>What was gone on with, <c>import</c> or <c>restore</c>; null when there was nothing.</returns>
    public async Task<string?> RecoverAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var swap = new DataSwap(dataDirectory);
        if (swap.Pending is not { } order)
        {
            // What was killed before it was ready is of no use.
            swap.Abandon();
            return null;
        }

        if (order.IfRepository is { } repository)
        {
            await _database.MigrateAsync(cancellationToken);
            if (!await ImportTarget.HasRepositoryAsync(_database, repository, cancellationToken))
            {
                // Killed before the rows were committed.
                swap.Abandon();
                return null;
            }

            await new RunSettler(_database, _time).SettleAsync(cancellationToken);
        }

        swap.Finish();
        return order.What;
    }

    /// <summary>Brings the commits of an import into repositories that are elsewhere, where it was killed before that; to be called after <see cref="RecoverAsync"/>.</summary>
    /// <param name="dataDirectory">Absolute path of the data directory, held by the caller.</param>
    /// <param name="cancellationToken">Gives up; the next call goes on.</param>
    /// <returns>What a person may have to do, a sentence each.</returns>
    public Task<IReadOnlyList<string>> RecoverCommitsAsync(string dataDirectory, CancellationToken cancellationToken) => ImportBundles.FetchAsync(dataDirectory, _time, cancellationToken);

    private void RefuseOtherVersion(TransferManifest manifest)
    {
        using var context = _database.CreateDbContext();
        if (!MigrationNames.Known(context).Contains(manifest.Migration, StringComparer.Ordinal))
        {
            throw new TransferException($"the export was written by a newer version of Signalbox ({manifest.Version}, with the migration {manifest.Migration}): import it with that version");
        }
    }
}
