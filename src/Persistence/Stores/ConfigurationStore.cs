using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class ConfigurationStore(Database database, RowTables tables) : IConfigurationStore
{
    public async Task<ConfigurationVersion?> NewestAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ConfigurationVersions.AsNoTracking().OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<int> NewestNumberAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ConfigurationVersions.OrderByDescending(v => v.Number).Select(v => v.Number).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<ConfigurationVersion?> FindAsync(string version, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.ConfigurationVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Version == version, cancellationToken);
    }

    public async Task<IReadOnlyList<ConfigurationSummary>> ListAsync(int? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await context.ConfigurationVersions.AsNoTracking()
            .Where(v => before == null || v.Number < before)
            .OrderByDescending(v => v.Number)
            .Take(limit)
            .Select(v => new ConfigurationSummary
            {
                Id = v.Id,
                Number = v.Number,
                Version = v.Version,
                Sha256 = v.Sha256,
                AppliedBy = v.AppliedBy,
                AppliedAt = v.AppliedAt,
                RolledBackFrom = v.RolledBackFrom,
            })
            .ToListAsync(cancellationToken);
    }

    public Task<bool> AddAsync(ConfigurationVersion version, AuditEntry? audit, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            if (await tables.ConfigurationVersions.TryInsertAsync(scope, [version], cancellationToken) == 0)
            {
                scope.Abandon();
                return false;
            }

            if (audit is not null)
            {
                await tables.AuditEntries.InsertAsync(scope, [audit], cancellationToken);
            }

            return true;
        },
        cancellationToken);
}
