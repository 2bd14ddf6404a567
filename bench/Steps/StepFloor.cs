using System.Data.Common;
using Signalbox.Engine.Identity;

namespace Signalbox.Bench.Steps;

/// <summary>
/// What a durable step cannot cost less than: two commits on the engine's own database, of copies of the rows that the engine itself
/// wrote for a step, by prepared statements on open connections. The attempt begins: run, step, attempt, half of the step's events.
/// It ends: the same again. Nothing is read, checked, rendered or written to a file.
/// </summary>
internal sealed class StepFloor(RawDatabase database)
{
    private RawRow _run = null!;
    private List<RawRow> _steps = [];
    private List<RawRow> _attempts = [];
    private ILookup<string, RawRow> _events = null!;

    /// <summary>Takes the rows of a run that the engine did as the pattern.</summary>
    public async Task LearnAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        _run = (await RawRow.ReadAsync(connection, "SELECT * FROM runs WHERE id = @id", run.Value, cancellationToken)).Single();
        _steps = await RawRow.ReadAsync(connection, "SELECT * FROM step_runs WHERE run_id = @id ORDER BY position", run.Value, cancellationToken);
        _attempts = await RawRow.ReadAsync(connection, "SELECT * FROM attempts WHERE run_id = @id", run.Value, cancellationToken);
        var events = await RawRow.ReadAsync(connection, "SELECT * FROM run_events WHERE run_id = @id AND step_run_id IS NOT NULL ORDER BY sequence", run.Value, cancellationToken);
        _events = events.ToLookup(e => (string)e.Values["step_run_id"], StringComparer.Ordinal);
    }

    /// <summary>Writes the steps of so many runs; seconds from the first commit to the last.</summary>
    public async Task<double> RunAsync(int runs, int atOnce, CancellationToken cancellationToken)
    {
        List<List<(RawRow Run, RawRow Step, RawRow Attempt, List<RawRow> Events)>> work = [.. Enumerable.Range(0, runs).Select(_ => Copy())];
        var writers = Math.Min(atOnce, database.MostWriters);
        List<DbConnection> connections = [];
        List<Statements> statements = [];
        try
        {
            for (var i = 0; i < writers; i++)
            {
                connections.Add(await database.OpenAsync(cancellationToken));
                statements.Add(await Statements.CreateAsync(connections[i], _run, _steps[0], _attempts[0], _events.First().First(), cancellationToken));
            }

            await AddRunsAsync(connections[0], work, cancellationToken);
            var next = -1;
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
                async () =>
                {
                    for (int index; (index = Interlocked.Increment(ref next)) < work.Count;)
                    {
                        foreach (var (run, step, attempt, events) in work[index])
                        {
                            var half = events.Count / 2;
                            await statements[writer].BeginAsync(connections[writer], run, step, attempt, events[..half], cancellationToken);
                            await statements[writer].EndAsync(connections[writer], run, step, attempt, events[half..], cancellationToken);
                        }
                    }
                },
                cancellationToken)));
            return System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            foreach (var statement in statements)
            {
                await statement.DisposeAsync();
            }

            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private List<(RawRow Run, RawRow Step, RawRow Attempt, List<RawRow> Events)> Copy()
    {
        var id = EntityId.New<RunId>().Value;
        var run = _run.With(("id", id), ("key", "RAW-" + id));
        var sequence = 0L;
        return [.. _steps.Select(pattern =>
        {
            var was = (string)pattern.Values["id"];
            var step = pattern.With(("id", EntityId.New<StepRunId>().Value), ("run_id", id));
            var attempt = _attempts.Single(a => string.Equals((string)a.Values["step_run_id"], was, StringComparison.Ordinal))
                .With(("id", EntityId.New<AttemptId>().Value), ("run_id", id), ("step_run_id", step.Values["id"]));
            List<RawRow> events = [.. _events[was].Select(e => e.With(
                ("run_id", id), ("sequence", ++sequence), ("step_run_id", step.Values["id"]), ("attempt_id", e.Values["attempt_id"] is string ? attempt.Values["id"] : DBNull.Value)))];
            return (run, step, attempt, events);
        })];
    }

    /// <summary>Runs and their steps are there before the clock starts: the floor is of two commits a step.</summary>
    private static async Task AddRunsAsync(DbConnection connection, List<List<(RawRow Run, RawRow Step, RawRow Attempt, List<RawRow> Events)>> work, CancellationToken cancellationToken)
    {
        await using var insertRun = RawStatement.Insert(connection, "runs", work[0][0].Run);
        await using var insertStep = RawStatement.Insert(connection, "step_runs", work[0][0].Step);
        await using var transaction = RawDatabase.Begin(connection);
        foreach (var steps in work)
        {
            await insertRun.ExecuteAsync(transaction, steps[0].Run.With(("status", "Running"), ("current_step", DBNull.Value), ("ended_at", DBNull.Value)), cancellationToken);
            foreach (var (_, step, _, _) in steps)
            {
                await insertStep.ExecuteAsync(transaction, step.With(("status", "Pending"), ("started_at", DBNull.Value), ("ended_at", DBNull.Value)), cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The statements of one connection.</summary>
    private sealed class Statements(RawStatement run, RawStatement step, RawStatement insertAttempt, RawStatement updateAttempt, RawStatement insertEvent) : IAsyncDisposable
    {
        public static async Task<Statements> CreateAsync(DbConnection connection, RawRow run, RawRow step, RawRow attempt, RawRow runEvent, CancellationToken cancellationToken)
        {
            var all = new Statements(
                RawStatement.Update(connection, "runs", run, "status", "status_reason", "current_step", "next_action", "cost_usd", "started_at", "ended_at", "event_sequence", "last_event_at"),
                RawStatement.Update(connection, "step_runs", step, "status", "status_reason", "outputs", "started_at", "ended_at"),
                RawStatement.Insert(connection, "attempts", attempt),
                RawStatement.Update(
                    connection, "attempts", attempt, "status", "session_id", "model", "exit_code", "final_text", "tool_calls", "permission_denials", "warnings", "ended_at", "error_code",
                    "error_message", "error_retry_at", "error_retryable", "usage_input_tokens", "usage_output_tokens", "usage_cost_usd", "usage_turns", "usage_duration_ms"),
                RawStatement.Insert(connection, "run_events", runEvent));
            foreach (var statement in all.All)
            {
                await statement.PrepareAsync(cancellationToken);
            }

            return all;
        }

        private RawStatement[] All => [run, step, insertAttempt, updateAttempt, insertEvent];

        public async Task BeginAsync(DbConnection connection, RawRow runRow, RawRow stepRow, RawRow attemptRow, List<RawRow> events, CancellationToken cancellationToken)
        {
            await using var transaction = RawDatabase.Begin(connection);
            await run.ExecuteAsync(transaction, runRow.With(("status", "Running"), ("ended_at", DBNull.Value)), cancellationToken);
            await step.ExecuteAsync(transaction, stepRow.With(("status", "Running"), ("ended_at", DBNull.Value)), cancellationToken);
            await insertAttempt.ExecuteAsync(transaction, attemptRow.With(("status", "Running"), ("ended_at", DBNull.Value)), cancellationToken);
            await CommitAsync(transaction, events, cancellationToken);
        }

        public async Task EndAsync(DbConnection connection, RawRow runRow, RawRow stepRow, RawRow attemptRow, List<RawRow> events, CancellationToken cancellationToken)
        {
            await using var transaction = RawDatabase.Begin(connection);
            await run.ExecuteAsync(transaction, runRow, cancellationToken);
            await step.ExecuteAsync(transaction, stepRow, cancellationToken);
            await updateAttempt.ExecuteAsync(transaction, attemptRow, cancellationToken);
            await CommitAsync(transaction, events, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var statement in All)
            {
                await statement.DisposeAsync();
            }
        }

        private async Task CommitAsync(DbTransaction transaction, List<RawRow> events, CancellationToken cancellationToken)
        {
            foreach (var runEvent in events)
            {
                await insertEvent.ExecuteAsync(transaction, runEvent, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }
}
