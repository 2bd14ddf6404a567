using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class TrustModelStore(Database database, RowTables tables) : ITrustModelStore
{
    public async Task<TrustModelVersion> AddAsync(TrustModelVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        while (true)
        {
            if (await TryAddAsync(version, cancellationToken) is { } added)
            {
                return added;
            }

            // Somebody else took the number: the next try takes the one after it.
        }
    }

    public async Task<IReadOnlyList<TrustModelVersion>> ListAsync(string? scope, TrustModelId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var versions = context.TrustModels.AsNoTracking();
        if (before is { } id)
        {
            if (await versions.SingleOrDefaultAsync(v => v.Id == id, cancellationToken) is not { } last)
            {
                return [];
            }

            versions = scope is null
                ? versions.Where(v => v.CreatedAt <= last.CreatedAt && (v.CreatedAt < last.CreatedAt || string.Compare((string)(object)v.Id, id.Value) < 0))
                : versions.Where(v => v.Number < last.Number);
        }

        return scope is null
            ? await versions.OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id).Take(limit).ToListAsync(cancellationToken)
            : await versions.Where(v => v.Scope == scope).OrderByDescending(v => v.Number).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<TrustModelId?> NewestAsync(string scope, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var newest = await context.TrustModels.Where(v => v.Scope == scope).OrderByDescending(v => v.Number).Select(v => v.Id).Take(1).ToListAsync(cancellationToken);
        return newest.Count == 0 ? null : newest[0];
    }

    public async Task<TrustModelVersion?> FindAsync(TrustModelId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.TrustModels.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
    }

    private Task<TrustModelVersion?> TryAddAsync(TrustModelVersion version, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            var context = await scope.ContextAsync(cancellationToken);
            var newest = await context.TrustModels.AsNoTracking().Where(v => v.Scope == version.Scope).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellationToken);
            if (newest is not null && string.Equals(newest.Sha256, version.Sha256, StringComparison.Ordinal))
            {
                scope.Abandon();
                return newest;
            }

            var next = new TrustModelVersion
            {
                Id = version.Id,
                Scope = version.Scope,
                Number = (newest?.Number ?? 0) + 1,
                Text = version.Text,
                Sha256 = version.Sha256,
                File = version.File,
                CreatedBy = version.CreatedBy,
                CreatedAt = version.CreatedAt,
            };
            if (await tables.TrustModels.TryInsertAsync(scope, [next], cancellationToken) == 1)
            {
                return next;
            }

            scope.Abandon();
            return null;
        },
        cancellationToken);
}
