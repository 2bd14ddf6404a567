using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence;

/// <summary>Brings the database to this version's shape; to be called once before anything else uses it.</summary>
public sealed class DatabaseInitializer
{
    private readonly Database _database;

    internal DatabaseInitializer(Database database) => _database = database;

    /// <summary>Creates the database when it is missing and applies the migrations that it lacks.</summary>
    /// <exception cref="DatabaseException">It is newer than this version, damaged, not writable or not reachable; the message is one sentence.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) => _database.MigrateAsync(cancellationToken);
}
