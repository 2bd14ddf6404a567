using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Upkeep;

/// <summary>Puts a backup in the place of the SQLite database, which is kept under another name.</summary>
public sealed class DatabaseRestore
{
    private readonly Database _database;
    private readonly TimeProvider _time;

    internal DatabaseRestore(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Restores: the copy is made aside and looked at before anything is replaced, and whoever is killed half way has the one or the other.</summary>
    /// <param name="backup">Absolute path of the backup.</param>
    /// <param name="dataDirectory">Absolute path of the data directory, held by the caller.</param>
    /// <param name="databaseFile">Absolute path of the database in it.</param>
    /// <param name="cancellationToken">Gives up while nothing is replaced.</param>
    /// <returns>What was there before, by its new name; empty when there was nothing.</returns>
    /// <exception cref="TransferException">It cannot be done, and nothing was changed; one sentence says why.</exception>
    /// <exception cref="DatabaseException">A newer version wrote the backup.</exception>
    public async Task<IReadOnlyList<string>> RestoreAsync(string backup, string dataDirectory, string databaseFile, CancellationToken cancellationToken)
    {
        if (_database.Provider == DatabaseProvider.Postgres)
        {
            throw new TransferException("the rows are in PostgreSQL, which has tools of its own: restore them with pg_restore or psql, while no server runs");
        }

        if (!File.Exists(backup))
        {
            throw new TransferException($"there is no file {backup}");
        }

        var swap = new DataSwap(dataDirectory);
        try
        {
            swap.Begin();
            try
            {
                var copy = Path.Combine(swap.Content, Path.GetFileName(databaseFile));
                await SqliteFile.CopyAsync(backup, copy, cancellationToken);
                if (await SqliteFile.CheckAsync(copy, cancellationToken) is { Count: > 0 } faults)
                {
                    throw new TransferException($"the backup {backup} is damaged, and nothing was restored:", faults);
                }

                await RefuseOthersAsync(backup, copy, cancellationToken);
                await swap.ReadyAsync(
                    new SwapOrder("restore", string.Create(CultureInfo.InvariantCulture, $"before-restore-{_time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}"), ["search.db"]), cancellationToken);
            }
            catch
            {
                swap.Abandon();
                throw;
            }

            return swap.Finish();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"{backup} cannot be restored to {databaseFile}: {broken.Message}", broken);
        }
    }

    private static async Task RefuseOthersAsync(string backup, string copy, CancellationToken cancellationToken)
    {
        await using var database = new SqliteDatabase(copy);
        await using var context = database.CreateDbContext();
        if (!(await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            throw new TransferException($"{backup} is a SQLite database, but none of Signalbox");
        }

        // Throws for one of a newer version; an older one is brought to this at the next start.
        await MigrationHistory.AnyPendingAsync(context, $"the backup {backup}", cancellationToken);
    }
}
