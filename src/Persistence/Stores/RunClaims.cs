using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Cluster;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

/// <summary>Gives runs to nodes, and lists those that want one.</summary>
internal sealed class RunClaims(Database database, TimeProvider time, ServerNode? self = null)
{
    // Where several servers share the database, it says itself who of them lives.
    private readonly string _look = $"SELECT {QueuedRun.Columns}, r.status, r.node, r.seen_wake, r.wake_at, r.home, "
        + (self is null ? "FALSE, FALSE" : $"{NodeSql.HeldByOther}, {NodeSql.HomeLives}") + " FROM runs r WHERE r.id = @id";

    // Compare-and-set: of two claims one wins, the database looks at the row again when the other has committed. Another status at this epoch
    // is the work of the one that holds it, therefore the node.
    private const string Take =
        "UPDATE runs SET epoch = epoch + 1, node = @node WHERE id = @id AND epoch = @epoch AND status = @status AND COALESCE(node, '') = @from";

    private const string LetGo = "UPDATE runs SET node = NULL WHERE id = @id AND epoch = @epoch";

    private readonly RunQueue _queue = new(database);

    /// <summary>Runs that were begun and that nobody works on. Each part is the walk of one small index: of the status, of the nodes, of the runs that rest.</summary>
    internal string Unclaimed { get; } =
        "SELECT id, epoch, wake, created_at FROM runs WHERE status = 'Running' AND node IS NULL "
        + $"UNION ALL SELECT id, epoch, wake, created_at FROM runs{database.Use("IX_runs_node")} WHERE node IS NOT NULL AND node NOT IN ({{0}}) "
        + (self is null ? "" : $"AND split_part(node, ':', 1) NOT IN ({NodeSql.OtherInstances}) ")
        + "AND status NOT IN ('Completed', 'Failed', 'Cancelled') "
        + $"UNION ALL SELECT id, epoch, wake, created_at FROM runs{database.Use("IX_runs_resting")} WHERE {RunQueueSql.Rests} AND node IS NULL "
        + "AND (wake > seen_wake OR wake_at <= @now) ORDER BY created_at, id";

    public async Task<RunClaim> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken)
    {
        var (epoch, instead, home) = await database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var taken = await TryTakeAsync(scope, id, node, liveNodes, limits, cancellationToken);
                if (taken.Epoch is null)
                {
                    scope.Abandon();
                }

                return taken;
            },
            cancellationToken);

        // Read after the commit, so that no writer waits for it: the claim keeps everyone else from changing what matters.
        var state = epoch is null ? null : await LoadAsync(id, epoch.Value);
        return new RunClaim(state, [.. instead.Select(r => r.WakeUp)]) { Home = home };
    }

    public async Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, RunLimits limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An empty list is no SQL; no node has an empty name.
        var live = (liveNodes.Count == 0 ? [""] : liveNodes).Select((name, index) => (Name: $"@live{index}", Value: (object?)name)).ToList();
        var sql = Unclaimed.Replace("{0}", string.Join(", ", live.Select(l => l.Name)), StringComparison.Ordinal);
        return await database.ReadSqlAsync(
            async scope =>
            {
                var begun = await scope.QueryAsync(sql, [("@now", now.UtcTicks), .. live, .. Self], ReadWakeUp, cancellationToken);
                var ready = await _queue.ReadyAsync(scope, limits, null, cancellationToken);
                return begun.Concat(ready.Select(r => r.WakeUp)).ToList();
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<RunWakeUp>> ListReadyAsync(RunLimits limits, CancellationToken cancellationToken)
    {
        var ready = await database.ReadSqlAsync(scope => _queue.ReadyAsync(scope, limits, null, cancellationToken), cancellationToken);
        return [.. ready.Select(r => r.WakeUp)];
    }

    private static RunWakeUp ReadWakeUp(DbDataReader reader) => new(RunId.From(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2));

    private (string Name, object? Value)[] Self => self is null ? [] : [("@self", self.Instance)];

    private async Task<(long? Epoch, IReadOnlyList<QueuedRun> Instead, string? Home)> TryTakeAsync(
        WriteScope scope, RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken)
    {
        var looked = await scope.QueryAsync(_look, [("@id", id.Value), .. Self], Candidate.Read, cancellationToken);
        if (looked is not [var run] || !run.MayBeTaken(node, liveNodes, time.GetUtcNow()))
        {
            return (null, [], null);
        }

        if (run.HomeLives && self?.IsOther(run.Home) == true)
        {
            // The other node has its files: it is the one to work on it.
            return (null, [], run.Home);
        }

        if (run.NeedsTurn(time.GetUtcNow()))
        {
            await scope.EnterQueueAsync(cancellationToken);
            var ready = await _queue.ReadyAsync(scope, limits, run.Run, cancellationToken);
            if (ready.LastOrDefault()?.WakeUp.RunId != id)
            {
                return (null, ready, null);
            }
        }

        var epoch = run.Run.WakeUp.Epoch;
        var taken = await scope.ExecuteAsync(
            Take,
            [("@id", id.Value), ("@node", node), ("@epoch", epoch), ("@status", run.Status.ToString()), ("@from", run.Node ?? "")],
            cancellationToken);
        return (taken == 1 ? epoch + 1 : null, [], null);
    }

    private async Task<RunState?> LoadAsync(RunId id, long epoch)
    {
        try
        {
            var state = await database.ReadAsync(context => RunReader.LoadAsync(context, id, CancellationToken.None), CancellationToken.None);
            return state?.Run.Epoch == epoch ? state : null;
        }
        catch
        {
            // Nobody would work on it, and this node lives: the sweep would leave it alone.
            await database.WriteAsync(
                Durability.Full, scope => scope.ExecuteAsync(LetGo, [("@id", id.Value), ("@epoch", epoch)], CancellationToken.None), CancellationToken.None);
            throw;
        }
    }

    private sealed record Candidate(QueuedRun Run, RunStatus Status, string? Node, long SeenWake, long? WakeAt, string? Home, bool HeldByOther, bool HomeLives)
    {

        public static Candidate Read(DbDataReader reader) => new(
            QueuedRun.Read(reader),
            Enum.Parse<RunStatus>(reader.GetString(8)),
            reader.IsDBNull(9) ? null : reader.GetString(9),
            reader.GetInt64(10),
            reader.IsDBNull(11) ? null : reader.GetInt64(11),
            reader.IsDBNull(12) ? null : reader.GetString(12),
            reader.GetBoolean(13),
            reader.GetBoolean(14));

        public bool MayBeTaken(string node, IReadOnlyCollection<string> liveNodes, DateTimeOffset now) => Status switch
        {
            RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled => false,
            _ when Node is not null => !HeldByOther && !string.Equals(Node, node, StringComparison.Ordinal) && !liveNodes.Contains(Node, StringComparer.Ordinal),
            RunStatus.Pending or RunStatus.Running => true,
            RunStatus.Waiting => Run.Queued is not null || WantsLook(now),
            RunStatus.Paused => WantsLook(now),
            _ => throw new InvalidOperationException($"a run cannot be {Status}"),
        };

        /// <summary>Whether it may be taken only when its turn has come. A look, at a cancel for example, has to wait for nothing.</summary>
        public bool NeedsTurn(DateTimeOffset now) => Node is null && (Status == RunStatus.Pending || (Status == RunStatus.Waiting && !WantsLook(now)));

        private bool WantsLook(DateTimeOffset now) => Run.WakeUp.Wake > SeenWake || WakeAt <= now.UtcTicks;
    }
}
