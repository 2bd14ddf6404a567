using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class WorkspaceStore(Database database, RowTables tables) : IWorkspaceStore
{
    /// <summary>The condition on runs of which no workspace is being removed.</summary>
    public const string IsNotRemoving =
        "NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.run_id = runs.id AND w.removal_at IS NOT NULL AND w.status <> 'Removed')";

    private const int MaxLimit = 200;
    private const int MaxMeant = 20;

    public Task<WorkspacePage> ListAsync(WorkspaceFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > MaxLimit)
        {
            throw new ArgumentException($"the limit {filter.Limit} is not from 1 to {MaxLimit}", nameof(filter));
        }

        WorkspaceCursor? cursor = filter.Cursor is null ? null : WorkspaceCursor.Parse(filter.Cursor);
        return database.ReadAsync(context => ListAsync(context, filter, cursor, cancellationToken), cancellationToken);
    }

    public async Task<WorkspaceEntry?> GetAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await Entries(context, context.Workspaces.Where(w => w.Id == id)).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<WorkspaceEntry>> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        IQueryable<Workspace> meant;
        if (text.StartsWith(WorkspaceId.Prefix, StringComparison.Ordinal) && text.Length > WorkspaceId.Prefix.Length)
        {
            // A range, not a pattern: it is found by the key's index. No character of an id comes after z.
            var (from, to) = (text, text + "~");
            meant = context.Workspaces.FromSql($"SELECT * FROM workspaces WHERE id >= {from} AND id < {to}");
        }
        else
        {
            var spoken = text.ToUpperInvariant();
            meant = context.Workspaces.FromSql($"SELECT * FROM workspaces WHERE run_id IN (SELECT id FROM runs WHERE upper(key) = {spoken})");
        }

        var all = await Entries(context, meant.OrderBy(w => w.Id).Take(MaxMeant)).ToListAsync(cancellationToken);
        return all.Find(e => string.Equals(e.Id.Value, text, StringComparison.Ordinal)) is { } exact
            ? [exact]
            : all.Exists(e => e.IsThere) ? [.. all.Where(e => e.IsThere)] : [.. all.OrderByDescending(e => e.Workspace.CreatedAt).Take(1)];
    }

    public async Task<IReadOnlyList<WorkspaceEntry>> ListRemovalsAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await Entries(context, context.Workspaces.Where(w => w.RemovalAt != null && w.Status != WorkspaceStatus.Removed)).ToListAsync(cancellationToken);
    }

    public Task<WorkspaceEntry?> ChangeAsync(WorkspaceId id, Func<WorkspaceEntry, WorkspaceChange?> change, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            // The run's row first, as every other writer of both takes them.
            await scope.ScalarAsync("SELECT id FROM runs WHERE id = (SELECT run_id FROM workspaces WHERE id = @id)" + scope.LockRows, [("@id", id.Value)], cancellationToken);
            await scope.ScalarAsync("SELECT id FROM workspaces WHERE id = @id" + scope.LockRows, [("@id", id.Value)], cancellationToken);
            var context = await scope.ContextAsync(cancellationToken);
            if (await Entries(context, context.Workspaces.Where(w => w.Id == id)).SingleOrDefaultAsync(cancellationToken) is not { } entry)
            {
                scope.Abandon();
                return null;
            }

            if (change(entry) is { } recorded)
            {
                var last = await context.WorkspaceChanges.Where(c => c.WorkspaceId == id).MaxAsync(c => (int?)c.Sequence, cancellationToken) ?? 0;
                await tables.Workspaces.UpsertAsync(scope, [entry.Workspace], "", cancellationToken);
                await tables.WorkspaceChanges.InsertAsync(scope, [recorded with { Sequence = last + 1 }], cancellationToken);
            }
            else
            {
                scope.Abandon();
            }

            return entry;
        },
        cancellationToken);

    public async Task<IReadOnlyList<WorkspaceChange>> ListChangesAsync(WorkspaceId id, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await context.WorkspaceChanges.AsNoTracking().Where(c => c.WorkspaceId == id).OrderByDescending(c => c.Sequence).Take(limit).ToListAsync(cancellationToken);
    }

    private static async Task<WorkspacePage> ListAsync(SignalboxDbContext context, WorkspaceFilter filter, WorkspaceCursor? cursor, CancellationToken cancellationToken)
    {
        var all = context.Workspaces.Where(w => filter.Statuses.Contains(w.Status));
        if (filter.Repository is { } repository)
        {
            all = all.Where(w => w.RepositoryId == repository);
        }

        if (filter.Run is { } run)
        {
            all = all.Where(w => w.RunId == run);
        }

        var total = await all.CountAsync(cancellationToken);
        var page = all;
        if (cursor is { } after)
        {
            page = page.Where(w => w.CreatedAt <= after.CreatedAt && (w.CreatedAt < after.CreatedAt || string.Compare((string)(object)w.Id, after.Id.Value) < 0));
        }

        var items = await Entries(context, page.OrderByDescending(w => w.CreatedAt).ThenByDescending(w => w.Id).Take(filter.Limit + 1)).ToListAsync(cancellationToken);
        if (items.Count <= filter.Limit)
        {
            return new WorkspacePage(items, null, total);
        }

        items.RemoveAt(filter.Limit);
        var last = items[^1].Workspace;
        return new WorkspacePage(items, new WorkspaceCursor(last.CreatedAt, last.Id).ToString(), total);
    }

    private static IQueryable<WorkspaceEntry> Entries(SignalboxDbContext context, IQueryable<Workspace> workspaces) =>
        from workspace in workspaces.AsNoTracking()
        join repository in context.Repositories.AsNoTracking() on workspace.RepositoryId equals repository.Id
        join run in context.Runs.AsNoTracking() on workspace.RunId equals run.Id
        orderby workspace.CreatedAt descending, workspace.Id descending
        select new WorkspaceEntry(
            workspace,
            repository,
            run.Key,
            run.Status.ToString(),
            run.Status == RunStatus.Completed || run.Status == RunStatus.Failed || run.Status == RunStatus.Cancelled,
            run.Home)
        {
            IsLeftBehind = context.Workspaces.Any(n => n.RunId == workspace.RunId && n.RepositoryId == workspace.RepositoryId && n.CreatedAt > workspace.CreatedAt),
        };
}
