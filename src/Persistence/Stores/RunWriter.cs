using System.Data.Common;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Stores;

/// <summary>
/// The statements that change a run's row, by ADO.NET: the check of the epoch, the executor's columns and the numbers of the events are one
/// UPDATE, so that a save is one round trip before its rows, and a column that is not named here cannot be overwritten.
/// </summary>
internal sealed class RunWriter(RowTables tables)
{
    // The run's row is locked by this from here to the commit: sequences have no gap, times do not go backwards.
    private const string NumberEvents =
        "event_sequence = event_sequence + @events, last_event_at = CASE WHEN @events > 0 AND last_event_at < @now THEN @now ELSE last_event_at END";

    private const string Returning = " RETURNING event_sequence, last_event_at, trace_id";

    private const string Save =
        "UPDATE runs SET status = @status, status_reason = @reason, current_step = @step, next_action = @next, cost_usd = @cost, started_at = @started, "
        + "ended_at = @ended, node = CASE WHEN @release THEN NULL ELSE node END, " + NumberEvents + " WHERE id = @id AND epoch = @epoch" + Returning;

    private const string RequestCancel =
        "UPDATE runs SET cancel_requested_at = @now, cancel_requested_by = @by, wake = wake + 1, " + NumberEvents + " WHERE id = @id" + Returning;

    /// <summary>Writes what the save holds; null when the epoch is another: nothing is written then.</summary>
    public async Task<IReadOnlyList<RunEvent>?> SaveAsync(WriteScope scope, RunSave save, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = save.Run;
        var numbers = await NumberAsync(
            scope,
            Save,
            [
                ("@status", run.Status.ToString()), ("@reason", Text(run.StatusReason)), ("@step", Text(run.CurrentStep)), ("@next", Text(run.NextAction)),
                ("@cost", run.CostUsd), ("@started", run.StartedAt?.UtcTicks), ("@ended", run.EndedAt?.UtcTicks), ("@release", save.Release),
                ("@events", (long)save.Events.Count), ("@now", now.UtcTicks), ("@id", run.Id.Value), ("@epoch", save.Epoch),
            ],
            cancellationToken);
        if (numbers is null)
        {
            return null;
        }

        await tables.StepRuns.UpsertAsync(scope, save.Steps, cancellationToken);
        await tables.Attempts.UpsertAsync(scope, save.Attempts, cancellationToken);
        if (save.Workspace is not null)
        {
            await tables.Workspaces.UpsertAsync(scope, [save.Workspace], cancellationToken);
        }

        return await WriteEventsAsync(scope, run, save.Events, numbers.Value, cancellationToken);
    }

    /// <summary>Writes the request to cancel; the executor that holds the run reads it.</summary>
    public async Task<IReadOnlyList<RunEvent>> RequestCancelAsync(
        WriteScope scope, Run run, string by, IReadOnlyList<RunEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var numbers = await NumberAsync(
            scope,
            RequestCancel,
            [("@by", Text(by)), ("@events", (long)events.Count), ("@now", now.UtcTicks), ("@id", run.Id.Value)],
            cancellationToken);
        return await WriteEventsAsync(scope, run, events, numbers!.Value, cancellationToken);
    }

    /// <summary>Stamps events that end at the sequence given, and inserts them.</summary>
    public async Task<IReadOnlyList<RunEvent>> WriteEventsAsync(
        WriteScope scope, Run run, IReadOnlyList<RunEvent> events, EventNumbers numbers, CancellationToken cancellationToken)
    {
        var stored = events
            .Select((e, index) => e with
            {
                RunId = run.Id,
                Sequence = numbers.LastSequence - events.Count + index + 1,
                Time = numbers.Time,
                TraceId = numbers.TraceId,
            })
            .ToList();
        await tables.RunEvents.InsertAsync(scope, stored, cancellationToken);
        return stored;
    }

    private static async Task<EventNumbers?> NumberAsync(WriteScope scope, string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var command = scope.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static EventNumbers Read(DbDataReader reader) => new(reader.GetInt64(0), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.GetString(2));

    private static string? Text(string? text) => text is null ? null : StorableTextConverter.Clean(text);
}
