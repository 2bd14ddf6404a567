namespace Signalbox.Persistence.Upkeep;

/// <summary>Rows that cannot be: a query for a run's key and, where there is one, what else names them.</summary>
/// <param name="Sql">Two columns: what it is about, and a name.</param>
/// <param name="Found">What is wrong; <c>{0}</c> is the name.</param>
/// <param name="Advice">What to do; <c>{0}</c> is what it is about.</param>
internal sealed record CheckQuery(string Sql, string Found, string Advice)
{
    private const string Ended = "('Completed', 'Failed', 'Cancelled')";
    private const string Report = "restore a backup from before, or export everything and report it with server.log";

    /// <summary>What is looked for.</summary>
    public static IReadOnlyList<CheckQuery> All { get; } =
    [
        new(
            $"SELECT r.key, s.step_id FROM step_runs s JOIN runs r ON r.id = s.run_id WHERE r.status IN {Ended} AND s.status NOT IN ('Completed', 'Failed', 'Cancelled', 'Skipped') ORDER BY r.key, s.step_id",
            "the run has ended, but its step {0} has not", Report),
        new(
            $"SELECT r.key, a.id FROM attempts a JOIN runs r ON r.id = a.run_id WHERE r.status IN {Ended} AND a.status = 'Running' ORDER BY r.key, a.id",
            "the run has ended, but its attempt {0} is said to be at work", Report),
        new(
            $"SELECT key, status FROM runs WHERE status IN {Ended} AND ended_at IS NULL ORDER BY key",
            "the run is {0}, but nothing says when it ended", Report),
        new(
            $"SELECT key, status FROM runs WHERE status NOT IN {Ended} AND ended_at IS NOT NULL ORDER BY key",
            "the run is {0}, but has a time at which it ended", Report),
        new(
            $"SELECT key, node FROM runs WHERE status IN {Ended} AND node IS NOT NULL AND node <> '{Stores.RetentionStore.Mark}' ORDER BY key",
            "the run has ended, but {0} is said to work on it", Report),
        new(
            "SELECT r.key, a.id FROM attempts a JOIN runs r ON r.id = a.run_id JOIN step_runs s ON s.id = a.step_run_id WHERE s.run_id <> a.run_id ORDER BY r.key, a.id",
            "the attempt {0} belongs to a step of another run", Report),
        new(
            "SELECT r.key, r.event_sequence FROM runs r WHERE r.event_sequence <> (SELECT COALESCE(max(e.sequence), 0) FROM run_events e WHERE e.run_id = r.id) ORDER BY r.key",
            "the run counts {0} events, and its last one has another number", Report),
        new(
            "SELECT r.key, c.attempt_id FROM (SELECT attempt_id, stream, max(start_offset + length) AS reached FROM log_chunks GROUP BY attempt_id, stream) c "
                + "JOIN log_streams l ON l.attempt_id = c.attempt_id AND l.stream = c.stream JOIN attempts a ON a.id = c.attempt_id JOIN runs r ON r.id = a.run_id WHERE c.reached > l.committed_offset ORDER BY r.key",
            "the log of the attempt {0} has pieces behind its end", Report),
    ];
}
