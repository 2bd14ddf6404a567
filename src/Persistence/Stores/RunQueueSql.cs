namespace Signalbox.Persistence.Stores;

/// <summary>
/// The conditions of the queue. Partial indexes are made of the same texts: SQLite uses one only for a query that says its condition word for word.
/// </summary>
internal static class RunQueueSql
{
    /// <summary>Waits for a place: has not begun, or rested and is to go on.</summary>
    public const string IsQueued = "node IS NULL AND (status = 'Pending' OR (status = 'Waiting' AND queued_for IS NOT NULL))";

    /// <summary>Has a place: under way, or claimed and about to begin.</summary>
    public const string TakesPlace = "status = 'Running' OR (status = 'Pending' AND node IS NOT NULL)";

    /// <summary>
    /// Of a run called r: it needs no group, has it, or the group is free. A group is held by runs that are under way or rest, but not by one that waits for
    /// it; the runs that r is part of hold it for r too.
    /// </summary>
    public const string GroupIsFree =
        "(r.concurrency_group IS NULL OR COALESCE(r.queued_for, '') = 'Place' OR NOT EXISTS ("
        + "SELECT 1 FROM runs g WHERE g.concurrency_group = r.concurrency_group AND g.status IN ('Running', 'Waiting', 'Paused', 'Pending') "
        + "AND (g.status <> 'Pending' OR g.node IS NOT NULL) AND (g.queued_for IS NULL OR g.queued_for = 'Place') AND (r.parent_run_id IS NULL OR g.id NOT IN ("
        + "WITH RECURSIVE above (id, parent) AS (SELECT u.id, u.parent_run_id FROM runs u WHERE u.id = r.parent_run_id "
        + "UNION SELECT u.id, u.parent_run_id FROM runs u JOIN above w ON u.id = w.parent) SELECT id FROM above))))";

    /// <summary>Waiting or Paused.</summary>
    public const string Rests = "status IN ('Waiting', 'Paused')";
}
