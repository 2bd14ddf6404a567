using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

internal sealed class RetentionStore(Database database, ServerNode? node = null) : IRetentionStore
{
    // A chunk has at most 64 KiB, so a batch at most 8 MB.
    private const int ChunksPerBatch = 128;

    /// <summary>Stands where the node of a run stands, while it is being deleted: no executor has such a name, and no ended run has a node.</summary>
    public const string Mark = "retention";

    /// <summary>The condition on runs that are not being deleted.</summary>
    public const string IsUnmarked = "COALESCE(node, '') <> '" + Mark + "'";

    private const string Marked = "SELECT r.id FROM runs r WHERE r.parent_run_id IS NULL AND r.node = '" + Mark + "' ORDER BY r.ended_at, r.id";

    private const string Expired =
        "SELECT r.id FROM runs r WHERE r.parent_run_id IS NULL AND r.status IN ('Completed', 'Failed', 'Cancelled') AND NOT r.pinned AND r.ended_at < @before AND (r.home IS NULL OR r.home = @home) ORDER BY r.ended_at, r.id";

    // The newest ones of a workflow stay, whatever else is deleted; the versions tell which runs are of one workflow.
    private const string Surplus =
        "SELECT s.id FROM (SELECT r.id, r.ended_at, r.home, row_number() OVER (PARTITION BY v.workflow_id ORDER BY r.ended_at DESC, r.id DESC) AS place "
        + "FROM runs r JOIN workflow_versions v ON v.id = r.workflow_version_id "
        + "WHERE r.parent_run_id IS NULL AND r.status IN ('Completed', 'Failed', 'Cancelled') AND NOT r.pinned) s WHERE s.place > @keep AND (s.home IS NULL OR s.home = @home) ORDER BY s.ended_at, s.id";

    // The run, then the runs below it, level by level.
    private const string Family =
        "WITH RECURSIVE family (id, depth) AS (SELECT id, 0 FROM runs WHERE id = @id AND parent_run_id IS NULL "
        + "UNION ALL SELECT r.id, f.depth + 1 FROM runs r JOIN family f ON r.parent_run_id = f.id) "
        + "SELECT r.id, (r.node = '" + Mark + "'), (r.status IN ('Completed', 'Failed', 'Cancelled') AND NOT r.pinned AND NOT EXISTS (SELECT 1 FROM checkpoints c JOIN runs o ON o.forked_from = c.id "
        + "WHERE c.run_id = r.id AND o.id NOT IN (SELECT id FROM family))) FROM family f JOIN runs r ON r.id = f.id ORDER BY f.depth, r.id";

    internal const string DeleteChunks =
        "DELETE FROM log_chunks WHERE (attempt_id, stream, start_offset) IN (SELECT c.attempt_id, c.stream, c.start_offset FROM attempts a "
        + "JOIN log_chunks c ON c.attempt_id = a.id WHERE a.run_id = @run LIMIT @limit)";

    // What refers to others goes before what it refers to; the items of a step before the step.
    private static readonly string[] DeleteRest =
    [
        "DELETE FROM log_streams WHERE attempt_id IN (SELECT id FROM attempts WHERE run_id = @run)",
        // The newest of a feature and role stays: the next session goes on with it.
        "DELETE FROM session_papers WHERE run_id = @run AND EXISTS (SELECT 1 FROM session_papers n WHERE n.repository_id = session_papers.repository_id "
        + "AND n.feature = session_papers.feature AND n.role = session_papers.role AND (n.updated_at, n.session_id) > (session_papers.updated_at, session_papers.session_id))",
        "DELETE FROM agent_sessions WHERE run_id = @run",
        "DELETE FROM step_claim_needs WHERE attempt_id IN (SELECT attempt_id FROM step_claims WHERE run_id = @run)",
        "DELETE FROM step_claims WHERE run_id = @run",
        "DELETE FROM approvals WHERE run_id = @run",
        "DELETE FROM checkpoints WHERE run_id = @run",
        "DELETE FROM attempts WHERE run_id = @run",
        "DELETE FROM run_events WHERE run_id = @run",
        "DELETE FROM workspace_changes WHERE workspace_id IN (SELECT id FROM workspaces WHERE run_id = @run)",
        "DELETE FROM port_leases WHERE run_id = @run",
        "DELETE FROM workspaces WHERE run_id = @run",
        "DELETE FROM step_runs WHERE run_id = @run AND parent_id IS NOT NULL",
        "DELETE FROM step_runs WHERE run_id = @run",
        "DELETE FROM runs WHERE id = @run",
    ];

    public Task<IReadOnlyList<Run>> ListExpiredAsync(DateTimeOffset? endedBefore, int? keepPerWorkflow, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<Run>>(
            async context =>
            {
                var scope = new SqlScope(context);
                var candidates = await scope.QueryAsync(Marked, [], r => RunId.From(r.GetString(0)), cancellationToken);
                if (endedBefore is { } before)
                {
                    candidates.AddRange(await scope.QueryAsync(Expired, [("@before", before.UtcTicks), ("@home", node?.Id ?? "")], r => RunId.From(r.GetString(0)), cancellationToken));
                }

                if (keepPerWorkflow is { } keep)
                {
                    candidates.AddRange(await scope.QueryAsync(Surplus, [("@keep", keep), ("@home", node?.Id ?? "")], r => RunId.From(r.GetString(0)), cancellationToken));
                }

                var expired = new List<RunId>();
                foreach (var id in candidates.Distinct())
                {
                    if (expired.Count < limit && await FamilyAsync(scope, id, cancellationToken) is [_, ..] family && family.TrueForAll(r => r.MayGo))
                    {
                        expired.Add(id);
                    }
                }

                return await context.Runs.AsNoTracking().Where(r => expired.Contains(r.Id)).OrderBy(r => r.EndedAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Run>> MarkAsync(RunId id, CancellationToken cancellationToken) =>
        WithFamilyAsync(
            id,
            async (scope, family) =>
            {
                if (!family.TrueForAll(r => r.MayGo))
                {
                    return [];
                }

                foreach (var run in family)
                {
                    await scope.ExecuteAsync("UPDATE runs SET node = @mark WHERE id = @id", [("@mark", Mark), ("@id", run.Id.Value)], cancellationToken);
                }

                return family;
            },
            cancellationToken);

    public Task UnmarkAsync(RunId id, CancellationToken cancellationToken) =>
        WithFamilyAsync(
            id,
            async (scope, family) =>
            {
                foreach (var run in family.Where(r => r.IsMarked))
                {
                    await scope.ExecuteAsync("UPDATE runs SET node = NULL WHERE id = @id", [("@id", run.Id.Value)], cancellationToken);
                }

                return family;
            },
            cancellationToken);

    public async Task<IReadOnlyList<Run>> DeleteAsync(RunId id, CancellationToken cancellationToken)
    {
        // Small transactions, so that others get their turn and the write-ahead log stays short. The mark keeps the runs as they are in between.
        while (await DeleteChunksAsync(id, cancellationToken))
        {
        }

        return await WithFamilyAsync(
            id,
            async (scope, family) =>
            {
                foreach (var run in Enumerable.Reverse(family))
                {
                    foreach (var sql in DeleteRest)
                    {
                        await scope.ExecuteAsync(sql, [("@run", run.Id.Value)], cancellationToken);
                    }
                }

                return family;
            },
            cancellationToken,
            isMarked: true);
    }

    /// <summary>Does something with a run and those below it, parents first, while nobody can change them; what it returns is read before.</summary>
    private Task<IReadOnlyList<Run>> WithFamilyAsync(
        RunId id, Func<WriteScope, List<Member>, Task<IReadOnlyList<Member>>> act, CancellationToken cancellationToken, bool isMarked = false) =>
        database.WriteAsync<IReadOnlyList<Run>>(
            Durability.Full,
            async scope =>
            {
                foreach (var run in await FamilyAsync(scope, id, cancellationToken))
                {
                    await scope.ExecuteAsync("SELECT id FROM runs WHERE id = @id" + scope.LockRows, [("@id", run.Id.Value)], cancellationToken);
                }

                // Once more, now that nobody can change them.
                var family = await FamilyAsync(scope, id, cancellationToken);
                if (isMarked && !family.TrueForAll(r => r.IsMarked))
                {
                    return [];
                }

                var ids = family.ConvertAll(r => r.Id);
                var context = await scope.ContextAsync(cancellationToken);
                var runs = await context.Runs.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
                return [.. (await act(scope, family)).Select(r => runs[r.Id])];
            },
            cancellationToken);

    private static Task<List<Member>> FamilyAsync(SqlScope scope, RunId id, CancellationToken cancellationToken) =>
        scope.QueryAsync(Family, [("@id", id.Value)], r => new Member(RunId.From(r.GetString(0)), !r.IsDBNull(1) && r.GetBoolean(1), r.GetBoolean(2)), cancellationToken);

    /// <summary>Deletes one batch; false when there was none.</summary>
    private Task<bool> DeleteChunksAsync(RunId id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Normal,
            async scope =>
            {
                foreach (var run in (await FamilyAsync(scope, id, cancellationToken)).Where(r => r.IsMarked))
                {
                    if (await scope.ExecuteAsync(DeleteChunks, [("@run", run.Id.Value), ("@limit", ChunksPerBatch)], cancellationToken) > 0)
                    {
                        return true;
                    }
                }

                return false;
            },
            cancellationToken);

    /// <summary>A run of a family.</summary>
    private sealed record Member(RunId Id, bool IsMarked, bool MayGo);
}
