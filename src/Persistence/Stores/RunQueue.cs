using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

/// <summary>Who may begin: first come first served within a priority, as far as places, repositories and groups let.</summary>
internal sealed class RunQueue(Database database)
{

    // Passed over are few: runs of repositories that are full, and the later ones of a group.
    private const int Spare = 16;

    /// <summary>Repositories with the places that they take.</summary>
    internal string Places { get; } =
        $"SELECT r.repository_id, count(*) FROM runs r{database.Use("IX_runs_places")} WHERE {RunQueueSql.TakesPlace} GROUP BY r.repository_id";

    /// <summary>A walk along the index of the queue; a run whose group is taken is passed over by a look into the index of the groups.</summary>
    internal string Queue { get; } =
        $"SELECT {QueuedRun.Columns} FROM runs r{database.Use("IX_runs_queue")} WHERE {RunQueueSql.IsQueued} AND (r.concurrency_group IS NULL OR NOT EXISTS ("
        + "SELECT 1 FROM runs g WHERE g.concurrency_group = r.concurrency_group AND g.status IN ('Running', 'Waiting', 'Paused', 'Pending') "
        + "AND (g.status <> 'Pending' OR g.node IS NOT NULL))) ORDER BY r.priority DESC, r.created_at, r.id LIMIT @limit";

    /// <summary>The runs that may begin, in order; with <paramref name="until"/> those that come before it, and itself if it is among them.</summary>
    public async Task<List<QueuedRun>> ReadyAsync(SqlScope scope, RunLimits limits, QueuedRun? until, CancellationToken cancellationToken)
    {
        var taken = (await scope.QueryAsync(Places, [], r => (Repository: r.GetString(0), Runs: (int)r.GetInt64(1)), cancellationToken))
            .ToDictionary(t => t.Repository, t => t.Runs, StringComparer.Ordinal);
        var free = limits.MaxRuns - taken.Values.Sum();
        if (free <= 0)
        {
            return [];
        }

        for (var limit = (long)free + Spare; ; limit *= 8)
        {
            var queue = await scope.QueryAsync(Queue, [("@limit", limit)], QueuedRun.Read, cancellationToken);
            var (ready, isAll) = Choose(queue, new Dictionary<string, int>(taken, StringComparer.Ordinal), free, limits, until);
            if (isAll || queue.Count < limit)
            {
                return ready;
            }
        }
    }

    /// <summary>Who may begin of the front of the queue, and whether what comes behind it could change nothing about that.</summary>
    private static (List<QueuedRun> Ready, bool IsAll) Choose(List<QueuedRun> queue, Dictionary<string, int> taken, int free, RunLimits limits, QueuedRun? until)
    {
        var ready = new List<QueuedRun>();
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in queue)
        {
            if (until is not null && until.IsBefore(run))
            {
                return (ready, true);
            }

            var inRepository = taken.GetValueOrDefault(run.Repository);
            if ((run.Group is null || groups.Add(run.Group)) && inRepository < limits.MaxPerRepository)
            {
                taken[run.Repository] = inRepository + 1;
                ready.Add(run);
                if (ready.Count == free)
                {
                    return (ready, true);
                }
            }

            if (until is not null && run.WakeUp.RunId == until.WakeUp.RunId)
            {
                return (ready, true);
            }
        }

        return (ready, false);
    }
}
