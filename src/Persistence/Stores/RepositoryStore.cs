using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class RepositoryStore(Database database, RowTables tables, TimeProvider time) : IRepositoryStore
{
    public async Task<IReadOnlyList<Repository>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var all = await context.Repositories.AsNoTracking().Where(r => r.ForgottenAt == null).ToListAsync(cancellationToken);
        return [.. all.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    public async Task<Repository?> FindAsync(string idNameOrPath, CancellationToken cancellationToken)
    {
        var path = Path.TrimEndingDirectorySeparator(idNameOrPath);
        var id = RepositoryId.From(idNameOrPath);
        await using var context = database.CreateDbContext();
        var found = await context.Repositories.AsNoTracking()
            .Where(r => r.ForgottenAt == null && (r.Id == id || r.Name == idNameOrPath || r.Path == path))
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
                        if (there.ForgottenAt is not null)
                        {
                            there.ForgottenAt = null;
                            await tables.Repositories.UpsertAsync(scope, [there], "", cancellationToken);
                        }

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

    public Task<bool> SetDefaultBranchAsync(RepositoryId id, string branch, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope => await scope.ExecuteAsync(
            "UPDATE repositories SET default_branch = @branch WHERE id = @id AND forgotten_at IS NULL", [("@branch", RunWriter.Text(branch)), ("@id", id.Value)], cancellationToken) == 1,
        cancellationToken);

    public Task<bool> SetSyncAsync(RepositoryId id, string? remote, bool fetchFirst, bool pushAfter, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope => await scope.ExecuteAsync(
            "UPDATE repositories SET remote = @remote, fetch_first = @fetch, push_after = @push WHERE id = @id AND forgotten_at IS NULL",
            [("@remote", remote is null ? null : RunWriter.Text(remote)), ("@fetch", fetchFirst), ("@push", pushAfter), ("@id", id.Value)],
            cancellationToken) == 1,
        cancellationToken);

    public async Task<IReadOnlyDictionary<RepositoryId, RepositoryUse>> UseAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var workspaces = await context.Workspaces.Where(w => w.Status != WorkspaceStatus.Removed)
            .GroupBy(w => w.RepositoryId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var runs = await Active(context.Runs)
            .GroupBy(r => r.RepositoryId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        foreach (var id in (await InSeveralAsync(context, cancellationToken)).SelectMany(r => r.Others))
        {
            runs[id] = runs.GetValueOrDefault(id) + 1;
        }

        return (await ListAsync(cancellationToken)).ToDictionary(r => r.Id, r => new RepositoryUse(workspaces.GetValueOrDefault(r.Id), runs.GetValueOrDefault(r.Id)));
    }

    public Task<RepositoryHold?> ForgetAsync(RepositoryId id, CancellationToken cancellationToken) => database.WriteAsync<RepositoryHold?>(
        Durability.Full,
        async scope =>
        {
            (string, object?)[] values = [("@id", id.Value)];
            if (await scope.ScalarAsync("SELECT id FROM repositories WHERE id = @id AND forgotten_at IS NULL" + scope.LockRows, values, cancellationToken) is null)
            {
                return null;
            }

            var context = await scope.ContextAsync(cancellationToken);
            var runs = Active(context.Runs).Where(r => r.RepositoryId == id);
            var workspaces = context.Workspaces.Where(w => w.RepositoryId == id && w.Status != WorkspaceStatus.Removed);
            var there = await (from w in workspaces join r in context.Runs on w.RunId equals r.Id orderby w.CreatedAt descending, w.Id select new { w.Id, r.Key }).Take(RepositoryHold.MaxNames).ToListAsync(cancellationToken);
            var others = (await InSeveralAsync(context, cancellationToken)).Where(r => r.Others.Contains(id)).Select(r => r.Key).ToList();
            var own = await runs.OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).Select(r => r.Key).Take(RepositoryHold.MaxNames).ToListAsync(cancellationToken);
            var hold = new RepositoryHold(
                [.. own.Concat(others).Take(RepositoryHold.MaxNames)],
                await runs.CountAsync(cancellationToken) + others.Count,
                [.. there.Select(w => $"{w.Id} ({w.Key})")],
                await workspaces.CountAsync(cancellationToken));
            if (hold.IsFree)
            {
                await scope.ExecuteAsync("UPDATE workflows SET archived = @archived, updated_at = @now WHERE repository_id = @id AND NOT archived", [("@archived", true), ("@now", time.GetUtcNow().UtcTicks), .. values], cancellationToken);
                await scope.ExecuteAsync("UPDATE repositories SET forgotten_at = @now WHERE id = @id", [("@now", time.GetUtcNow().UtcTicks), .. values], cancellationToken);
            }

            return hold;
        },
        cancellationToken);

    /// <summary>Runs that have not ended and work in several repositories, with those that they name besides the one that stands for them, oldest first.</summary>
    private static async Task<List<(string Key, List<RepositoryId> Others)>> InSeveralAsync(SignalboxDbContext context, CancellationToken cancellationToken)
    {
        // What a list in a column holds, the database cannot be asked for in a way that both know; that it holds something it can.
        var runs = await Active(context.Runs.FromSql($"SELECT * FROM runs WHERE repositories <> '[]'"))
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).Select(r => new { r.Key, r.RepositoryId, r.Repositories }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. runs.Select(r => (r.Key, r.Repositories.Select(o => o.Id).Where(o => o != r.RepositoryId).Distinct().ToList()))];
    }

    // Said by those that there are, for which there is an index
    private static IQueryable<Run> Active(IQueryable<Run> runs) =>
        runs.Where(r => r.Status == RunStatus.Pending || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting || r.Status == RunStatus.Paused);
}
