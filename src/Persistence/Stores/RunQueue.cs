using Signalbox.Engine.Identity;
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
        $"SELECT {QueuedRun.Columns} FROM runs r{database.Use("IX_runs_queue")} WHERE {RunQueueSql.IsQueued} AND {RunQueueSql.GroupIsFree} "
        + "ORDER BY r.priority DESC, r.created_at, r.id LIMIT @limit";

    /// <summary>The runs that may begin, in order; with <paramref name="until"/> those that come before it, and itself if it is among them.</summary>
    public async Task<List<QueuedRun>> ReadyAsync(SqlScope scope, RunLimits limits, QueuedRun? until, CancellationToken cancellationToken)
    {
        var taken = await TakenAsync(scope, cancellationToken);
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

    /// <summary>
    /// Whether a run that is not in the queue (an executor looks at it, or it ended) may go on now: there is a place when those that come before it
    /// have theirs, and its group is its own or free. Ask it alone: <see cref="WriteScope.EnterQueueAsync"/>.
    /// </summary>
    public async Task<bool> MayGoOnAsync(WriteScope scope, RunId id, QueuedFor wanted, RunLimits limits, CancellationToken cancellationToken)
    {
        const string Look = $"SELECT {QueuedRun.Columns}, {RunQueueSql.GroupIsFree} FROM runs r WHERE r.id = @id";
        var looked = await scope.QueryAsync(Look, [("@id", id.Value)], r => (Run: QueuedRun.Read(r) with { Queued = wanted }, IsGroupFree: r.GetBoolean(8)), cancellationToken);
        if (looked is not [var (run, isGroupFree)])
        {
            return false;
        }

        var taken = await TakenAsync(scope, cancellationToken);
        var before = await ReadyAsync(scope, limits, run, cancellationToken);
        return taken.Values.Sum() + before.Count < limits.MaxRuns
            && taken.GetValueOrDefault(run.Repository) + before.Count(b => string.Equals(b.Repository, run.Repository, StringComparison.Ordinal)) < limits.MaxPerRepository
            && (run.WantedGroup is not { } group || (isGroupFree && !before.Exists(b => string.Equals(b.WantedGroup, group, StringComparison.Ordinal))));
    }

    /// <summary>Key of the oldest run of a group that has not ended, beside some; null when there is none. Ask it alone: <see cref="WriteScope.EnterQueueAsync"/>.</summary>
    public static async Task<string?> BusyAsync(WriteScope scope, string group, IReadOnlyCollection<RunId> beside, CancellationToken cancellationToken)
    {
        const string Look =
            "SELECT id, key FROM runs WHERE concurrency_group = @group AND status IN ('Pending', 'Running', 'Waiting', 'Paused') ORDER BY created_at, id";
        var found = await scope.QueryAsync(Look, [("@group", group)], r => (Id: r.GetString(0), Key: r.GetString(1)), cancellationToken);
        return found.Where(r => beside.All(b => !string.Equals(b.Value, r.Id, StringComparison.Ordinal))).Select(r => r.Key).FirstOrDefault();
    }

    private async Task<Dictionary<string, int>> TakenAsync(SqlScope scope, CancellationToken cancellationToken) =>
        (await scope.QueryAsync(Places, [], r => (Repository: r.GetString(0), Runs: (int)r.GetInt64(1)), cancellationToken))
            .ToDictionary(t => t.Repository, t => t.Runs, StringComparer.Ordinal);

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
            if (inRepository < limits.MaxPerRepository && (run.WantedGroup is null || groups.Add(run.WantedGroup)))
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
