using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class FeatureStore(Database database, RowTables tables) : IFeatureStore
{
    public async Task<bool> AddAsync(Feature feature, CancellationToken cancellationToken) =>
        await database.WriteAsync(Durability.Full, scope => tables.Features.TryInsertAsync(scope, [feature], cancellationToken), cancellationToken) == 1;

    public async Task<bool> SaveAsync(Feature feature, CancellationToken cancellationToken)
    {
        var (seen, next) = (feature.Revision, feature.Revision + 1);
        var written = await database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                // Of two that read the same revision one finds it where it was read.
                var context = await scope.ContextAsync(cancellationToken);
                return await context.Features.Where(f => f.Id == feature.Id && f.Revision == seen).ExecuteUpdateAsync(
                    row => row
                        .SetProperty(f => f.Revision, next)
                        .SetProperty(f => f.Name, feature.Name)
                        .SetProperty(f => f.Priority, feature.Priority)
                        .SetProperty(f => f.Status, feature.Status)
                        .SetProperty(f => f.StatusReason, feature.StatusReason)
                        .SetProperty(f => f.BlockedFrom, feature.BlockedFrom)
                        .SetProperty(f => f.IsHeld, feature.IsHeld)
                        .SetProperty(f => f.Text, feature.Text)
                        .SetProperty(f => f.RunId, feature.RunId)
                        .SetProperty(f => f.Workflow, feature.Workflow)
                        .SetProperty(f => f.Tasks, feature.Tasks)
                        .SetProperty(f => f.Ticks, feature.Ticks)
                        .SetProperty(f => f.UpdatedBy, feature.UpdatedBy)
                        .SetProperty(f => f.UpdatedAt, feature.UpdatedAt),
                    cancellationToken);
            },
            cancellationToken);
        feature.Revision = written == 1 ? next : seen;
        return written == 1;
    }

    public async Task<Feature?> GetAsync(FeatureId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Features.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
    }

    public async Task<IReadOnlyList<Feature>> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Features.AsNoTracking().Where(f => f.Slug == slug).OrderBy(f => f.Id).ToListAsync(cancellationToken);
    }

    public async Task<Feature?> OfRunAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Features.AsNoTracking().FirstOrDefaultAsync(f => f.RunId == run, cancellationToken);
    }

    public async Task<IReadOnlyList<Feature>> ListAsync(RepositoryId? repository, FeatureId? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var features = context.Features.AsNoTracking();
        features = repository is { } of ? features.Where(f => f.RepositoryId == of) : features;
        if (before is { } id)
        {
            if (await context.Features.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken) is not { } last)
            {
                return [];
            }

            features = features.Where(f => f.UpdatedAt <= last.UpdatedAt && (f.UpdatedAt < last.UpdatedAt || string.Compare((string)(object)f.Id, id.Value) < 0));
        }

        return await features.OrderByDescending(f => f.UpdatedAt).ThenByDescending(f => f.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<RunId, bool>> FollowedAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var rows = await context.Features.AsNoTracking().Where(f => f.RunId != null && f.Status != FeatureStatus.Completed).Select(f => new { f.RunId, f.IsHeld }).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.RunId!.Value, r => r.IsHeld);
    }

    public Task<bool> RemoveAsync(FeatureId id, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope => await scope.ExecuteAsync("DELETE FROM features WHERE id = @id", [("@id", id.Value)], cancellationToken) == 1,
        cancellationToken);
}
