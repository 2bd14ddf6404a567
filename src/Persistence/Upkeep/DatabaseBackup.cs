using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Upkeep;

/// <summary>Copies the SQLite database into one file while a server works on it.</summary>
public sealed class DatabaseBackup
{
    private readonly Database _database;

    internal DatabaseBackup(Database database) => _database = database;

    /// <summary>Writes the backup, whole and looked at, or not at all.</summary>
    /// <param name="databaseFile">Absolute path of the database.</param>
    /// <param name="target">Absolute path of the file to make.</param>
    /// <param name="cancellationToken">Gives up; nothing stays.</param>
    /// <returns>Bytes of the backup.</returns>
    /// <exception cref="TransferException">It cannot be made; one sentence says why and what to do.</exception>
    public async Task<long> WriteAsync(string databaseFile, string target, CancellationToken cancellationToken)
    {
        if (_database.Provider == DatabaseProvider.Postgres)
        {
            throw new TransferException("the rows are in PostgreSQL, which has tools of its own: back it up with pg_dump, or write everything with 'signalbox data export DIR'");
        }

        if (Path.Exists(target))
        {
            throw new TransferException($"{target} is there already: name another file");
        }

        if (!File.Exists(databaseFile))
        {
            throw new TransferException($"there is no database {databaseFile} yet: there is nothing to back up");
        }

        var partial = $"{target}.partial-{Guid.NewGuid():N}";
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
            await SqliteFile.CopyAsync(databaseFile, partial, cancellationToken);
            if (await SqliteFile.CheckAsync(partial, cancellationToken) is { Count: > 0 } faults)
            {
                throw new TransferException($"the database {databaseFile} is damaged, and no backup of it was made ('signalbox db check' says more):", faults);
            }

            File.Move(partial, target);
            return new FileInfo(target).Length;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"{target} cannot be written: {broken.Message}", broken);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
