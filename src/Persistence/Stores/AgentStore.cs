using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class AgentStore(Database database, RowTables tables) : IAgentStore
{
    public async Task<IReadOnlyList<RegisteredAgent>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Agents.AsNoTracking().OrderBy(a => a.Id).ToListAsync(cancellationToken);
    }

    public async Task<RegisteredAgent?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Agents.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
    }

    public Task<bool> AddAsync(RegisteredAgent agent, IReadOnlyList<AgentChange> changes, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            if (await tables.Agents.TryInsertAsync(scope, [agent], cancellationToken) == 0)
            {
                return false;
            }

            await tables.AgentChanges.InsertAsync(scope, changes, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?> ChangeAsync(
        string id, Func<RegisteredAgent, IReadOnlyList<AgentChange>?> change, CancellationToken cancellationToken) =>
        database.WriteAsync<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?>(
            Durability.Full,
            async scope =>
            {
                if (await scope.ScalarAsync("SELECT id FROM agents WHERE id = @id" + scope.LockRows, [("@id", id)], cancellationToken) is null)
                {
                    return null;
                }

                var context = await scope.ContextAsync(cancellationToken);
                var agent = await context.Agents.AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken);
                var changes = change(agent);
                if (changes is not null)
                {
                    await tables.Agents.UpsertAsync(scope, [agent], "", cancellationToken);
                    await tables.AgentChanges.InsertAsync(scope, changes, cancellationToken);
                }

                return (agent, changes ?? []);
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            (string, object?)[] values = [("@id", id)];
            if (await scope.ScalarAsync("SELECT id FROM agents WHERE id = @id" + scope.LockRows, values, cancellationToken) is null
                || await scope.ScalarAsync("SELECT attempt_id FROM step_claims WHERE agent_id = @id AND " + ClaimSql.IsHeld + " LIMIT 1", values, cancellationToken) is not null)
            {
                return false;
            }

            await scope.ExecuteAsync("DELETE FROM agent_changes WHERE agent_id = @id", values, cancellationToken);
            return await scope.ExecuteAsync("DELETE FROM agents WHERE id = @id", values, cancellationToken) == 1;
        },
        cancellationToken);

    public async Task<IReadOnlyList<string>> ListSilentAsync(DateTimeOffset before, IReadOnlyCollection<AgentStatus> statuses, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Agents
            .Where(a => a.Kind == AgentKind.Worker && statuses.Contains(a.Status) && a.LastHeartbeat != null && a.LastHeartbeat < before)
            .OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AgentChange>> ListChangesAsync(string id, long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await context.AgentChanges.AsNoTracking().Where(c => c.AgentId == id && (before == null || c.Sequence < before)).OrderByDescending(c => c.Sequence).Take(limit).ToListAsync(cancellationToken);
    }
}
