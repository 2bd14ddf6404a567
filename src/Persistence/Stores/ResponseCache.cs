using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class ResponseCache(Database database, RowTables tables) : IResponseCache
{
    private const string DeleteOlder = "DELETE FROM response_cache WHERE key = @key AND created_at < @at";

    private const string DeleteOld = "DELETE FROM response_cache WHERE created_at < @before";

    // From the newest back: what comes after the last one that fits goes.
    private const string DeleteSurplus =
        "DELETE FROM response_cache WHERE key IN (SELECT s.key FROM (SELECT key, row_number() OVER newest AS place, sum(bytes) OVER newest AS total FROM response_cache "
        + "WINDOW newest AS (ORDER BY created_at DESC, key ROWS UNBOUNDED PRECEDING)) s WHERE s.place > @entries OR s.total > @bytes)";

    public async Task<CachedResponse?> FindAsync(string key, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ResponseCache.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key && r.CreatedAt >= notBefore, cancellationToken);
    }

    public Task AddAsync(CachedResponse response, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                await scope.ExecuteAsync(DeleteOlder, [("@key", response.Key), ("@at", response.CreatedAt.UtcTicks)], cancellationToken);
                return await tables.CachedResponses.TryInsertAsync(scope, [response], cancellationToken);
            },
            cancellationToken);

    public Task<int> TrimAsync(ResponseCacheLimits limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return database.WriteAsync(
            Durability.Full,
            async scope => await scope.ExecuteAsync(DeleteOld, [("@before", (now - limits.MaxAge).UtcTicks)], cancellationToken)
                + await scope.ExecuteAsync(DeleteSurplus, [("@entries", (long)limits.MaxEntries), ("@bytes", limits.MaxBytes)], cancellationToken),
            cancellationToken);
    }
}
