namespace Signalbox.Persistence.Stores;

/// <summary>
/// The conditions of the queue. Partial indexes are made of the same texts: SQLite uses one only for a query that says its condition word for word.
/// </summary>
internal static class RunQueueSql
{
    /// <summary>Waits for a place.</summary>
    public const string IsQueued = "status = 'Pending' AND node IS NULL";

    /// <summary>Has a place: under way, or claimed and about to begin.</summary>
    public const string TakesPlace = "status = 'Running' OR (status = 'Pending' AND node IS NOT NULL)";

    /// <summary>Waiting or Paused.</summary>
    public const string Rests = "status IN ('Waiting', 'Paused')";
}
