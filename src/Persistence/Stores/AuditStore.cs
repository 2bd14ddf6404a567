using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class AuditStore(Database database, RowTables tables) : IAuditStore
{
    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            await tables.AuditEntries.InsertAsync(scope, [entry], cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, AuditEntryId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var entries = context.AuditEntries.AsNoTracking();
        entries = filter.Who is { } who ? entries.Where(e => e.Who == who) : entries;
        entries = filter.Target is { } target ? entries.Where(e => e.Target == target) : entries;
        if (filter.Action is { } action)
        {
            var below = LikePattern.StartingWith(action + ".");
            entries = entries.Where(e => e.Action == action || EF.Functions.Like(e.Action, below, LikePattern.Escape));
        }

        if (before is { } id)
        {
            if (await context.AuditEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } last)
            {
                return [];
            }

            // Many may be of one moment: the id decides among them.
            entries = entries.Where(e => e.At <= last.At && (e.At < last.At || string.Compare((string)(object)e.Id, id.Value) < 0));
        }

        return await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(limit).ToListAsync(cancellationToken);
    }
}
