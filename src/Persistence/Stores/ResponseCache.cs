using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class ResponseCache(Database database, RowTables tables) : IResponseCache
{
    public async Task<CachedResponse?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ResponseCache.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellationToken);
    }

    public Task AddAsync(CachedResponse response, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, scope => tables.CachedResponses.TryInsertAsync(scope, [response], cancellationToken), cancellationToken);
}
