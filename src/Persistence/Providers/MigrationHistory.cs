using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>Compares the migrations of a database with the ones that this version knows.</summary>
internal static class MigrationHistory
{
    /// <summary>Whether any is to be applied.</summary>
    /// <exception cref="DatabaseException">It has one that this version does not know: a newer version wrote it.</exception>
    public static async Task<bool> AnyPendingAsync(SignalboxDbContext context, string what, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var unknown = applied.FindLast(m => !known.Contains(m));
        if (unknown is not null)
        {
            throw new DatabaseException($"{what} was written by a newer version of Signalbox (it has the migration {unknown}); start that version or restore a backup from before");
        }

        return applied.Count < known.Count;
    }
}
