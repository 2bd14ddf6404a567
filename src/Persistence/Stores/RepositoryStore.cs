using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class RepositoryStore(Database database, RowTables tables, TimeProvider time) : IRepositoryStore
{
    public async Task<IReadOnlyList<Repository>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var all = await context.Repositories.AsNoTracking().ToListAsync(cancellationToken);
        return [.. all.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    public async Task<Repository?> FindAsync(string idNameOrPath, CancellationToken cancellationToken)
    {
        var path = Path.TrimEndingDirectorySeparator(idNameOrPath);
        var id = RepositoryId.From(idNameOrPath);
        await using var context = database.CreateDbContext();
        var found = await context.Repositories.AsNoTracking()
            .Where(r => r.Id == id || r.Name == idNameOrPath || r.Path == path)
            .ToListAsync(cancellationToken);

        // A folder may be called like another repository's id: the id wins, then the name.
        return found.Find(r => r.Id == id) ?? found.Find(r => string.Equals(r.Name, idNameOrPath, StringComparison.Ordinal)) ?? found.FirstOrDefault();
    }

    public Task<Repository> AddAsync(string path, string wishedName, string? defaultBranch, string? remote, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                path = Path.TrimEndingDirectorySeparator(path);
                var context = await scope.ContextAsync(cancellationToken);
                for (var number = 1; ; number++)
                {
                    // Asked each time: of two that add the same path at once, the second finds the first's.
                    if (await context.Repositories.AsNoTracking().SingleOrDefaultAsync(r => r.Path == path, cancellationToken) is { } there)
                    {
                        return there;
                    }

                    var repository = new Repository
                    {
                        Id = EntityId.New<RepositoryId>(),
                        Name = number == 1 ? wishedName : FormattableString.Invariant($"{wishedName}-{number}"),
                        Path = path,
                        DefaultBranch = defaultBranch,
                        Remote = remote,
                        CreatedAt = time.GetUtcNow(),
                    };
                    if (await tables.Repositories.TryInsertAsync(scope, [repository], cancellationToken) == 1)
                    {
                        return repository;
                    }
                }
            },
            cancellationToken);

    public async Task<Repository?> GetAsync(RepositoryId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Repositories.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
    }
}
