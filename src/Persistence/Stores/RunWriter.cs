using System.Data.Common;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Stores;

/// <summary>
/// Changes a run's row, by ADO.NET: the condition, the columns and the numbers of the events are one UPDATE, so that it is one round trip, and a
/// column that is not named cannot be overwritten.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="outbox">Writes down what is to be told outside, with what happened; null: nothing is, such as of runs that are brought in from files.</param>
internal sealed class RunWriter(RowTables tables, WebhookOutbox? outbox = null)
{
    /// <summary>The columns that the executor owns.</summary>
    public const string ExecutorColumns =
        "status = @status, status_reason = @reason, current_step = @step, next_action = @next, cost_usd = @cost, started_at = @started, ended_at = @ended, wake_at = @wake_at, queued_for = @queued";

    // The run's row is locked by this from here to the commit: sequences have no gap, times do not go backwards.
    private const string NumberEvents =
        "event_sequence = event_sequence + @events, last_event_at = CASE WHEN @events > 0 AND last_event_at < @now THEN @now ELSE last_event_at END";

    private const string Returning = " RETURNING event_sequence, last_event_at, trace_id, epoch, wake, status";

    /// <summary>The values of <see cref="ExecutorColumns"/>.</summary>
    public static (string Name, object? Value)[] ExecutorValues(Run run) =>
    [
        ("@status", run.Status.ToString()), ("@reason", Text(run.StatusReason)), ("@step", Text(run.CurrentStep)), ("@next", Text(run.NextAction)),
        ("@cost", run.CostUsd), ("@started", run.StartedAt?.UtcTicks), ("@ended", run.EndedAt?.UtcTicks), ("@wake_at", run.WakeAt?.UtcTicks),
        ("@queued", run.QueuedFor?.ToString()),
    ];

    public static string? Text(string? text) => text is null ? null : StorableTextConverter.Clean(text);

    /// <summary>Changes the run's row and takes numbers for <paramref name="events"/> events; null when the condition does not hold.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="id">The run.</param>
    /// <param name="set">What the UPDATE sets.</param>
    /// <param name="condition">When, besides the id; empty: always.</param>
    /// <param name="values">Values of both. <c>@id</c>, <c>@now</c> and <c>@events</c> are there already.</param>
    /// <param name="events">How many events follow.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<EventNumbers?> ChangeAsync(
        WriteScope scope,
        RunId id,
        string set,
        string condition,
        (string Name, object? Value)[] values,
        int events,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var sql = $"UPDATE runs SET {set}, {NumberEvents} WHERE id = @id{(condition.Length == 0 ? "" : " AND ")}{condition}{Returning}";
        var changed = await scope.QueryAsync(sql, [.. values, ("@id", id.Value), ("@now", now.UtcTicks), ("@events", (long)events)], Read, cancellationToken);
        return changed is [var numbers] ? numbers : null;
    }

    private static EventNumbers Read(DbDataReader reader) => new(
        reader.GetInt64(0),
        new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
        reader.GetString(2),
        reader.GetInt64(3),
        reader.GetInt64(4),
        Enum.Parse<RunStatus>(reader.GetString(5)));

    /// <summary>Stamps events that end at the sequence given, and inserts them.</summary>
    public async Task<IReadOnlyList<RunEvent>> WriteEventsAsync(
        WriteScope scope, RunId run, IReadOnlyList<RunEvent> events, EventNumbers numbers, CancellationToken cancellationToken)
    {
        var stored = events
            .Select((e, index) => e with
            {
                RunId = run,
                Sequence = numbers.LastSequence - events.Count + index + 1,
                Time = numbers.Time,
                TraceId = numbers.TraceId,
            })
            .ToList();
        await tables.RunEvents.InsertAsync(scope, stored, cancellationToken);
        if (outbox is not null)
        {
            await outbox.WriteAsync(scope, stored, cancellationToken);
        }

        return stored;
    }

    /// <summary>Writes step runs, those that others belong to first.</summary>
    public Task WriteStepsAsync(WriteScope scope, IReadOnlyList<StepRun> steps, CancellationToken cancellationToken) =>
        tables.StepRuns.UpsertAsync(scope, steps.Any(s => s.ParentId is not null) ? [.. steps.OrderBy(s => s.ParentId is not null)] : steps, "", cancellationToken);
}
