using Microsoft.Data.Sqlite;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Persistence.Search;

/// <remarks>The same on PostgreSQL: the index is derived, each server builds its own, and a text is found wherever it stands, which words (tsvector) cannot do.</remarks>
internal sealed class LogIndex(SearchFile file) : ILogIndex
{
    private const string Position = "SELECT next_line, next_part, seen_offset, done FROM streams WHERE attempt_id = @attempt AND stream = @stream";

    private const string Reach =
        "INSERT INTO streams (attempt_id, stream, run_id, run_key, workflow, step, attempt, next_line, next_part, seen_offset, done) "
        + "VALUES (@attempt, @stream, @run, @key, @workflow, @step, @number, @line, @part, @offset, @done) "
        + "ON CONFLICT (attempt_id, stream) DO UPDATE SET next_line = @line, next_part = @part, seen_offset = @offset, done = @done RETURNING id";

    private const string Add =
        "INSERT INTO texts (stream_id, first_line, time, text) VALUES (@id, @first, @time, @text); INSERT INTO found (rowid, text) VALUES (last_insert_rowid(), @text)";

    private const string Delete =
        "INSERT INTO found (found, rowid, text) SELECT 'delete', t.id, t.text FROM texts t JOIN streams s ON s.id = t.stream_id WHERE s.attempt_id = @attempt; "
        + "DELETE FROM texts WHERE stream_id IN (SELECT id FROM streams WHERE attempt_id = @attempt); DELETE FROM streams WHERE attempt_id = @attempt";

    private const string Find =
        "SELECT t.id, t.first_line, t.time, t.text, s.attempt_id, s.stream, s.run_id, s.run_key, s.workflow, s.step, s.attempt FROM found "
        + "JOIN texts t ON t.id = found.rowid JOIN streams s ON s.id = t.stream_id "
        + "WHERE found MATCH @match AND found.rowid <= @before AND t.time >= @since AND (@workflow IS NULL OR s.workflow = @workflow) ORDER BY found.rowid DESC LIMIT @limit";

    public Task<IndexPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => file.UseAsync(
        async connection =>
        {
            await using var command = Command(connection, Position, ("@attempt", attempt.Value), ("@stream", stream.ToString()));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new IndexPosition(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetBoolean(3))
                : IndexPosition.Start;
        },
        cancellationToken);

    public Task AppendAsync(IndexedStream stream, IReadOnlyList<IndexedText> texts, IndexPosition reached, CancellationToken cancellationToken) => file.UseAsync(
        async connection =>
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            await using var reach = Command(
                connection, Reach, ("@attempt", stream.AttemptId.Value), ("@stream", stream.Stream.ToString()), ("@run", stream.RunId.Value), ("@key", stream.RunKey),
                ("@workflow", stream.Workflow), ("@step", stream.Step), ("@number", stream.Attempt), ("@line", reached.Line), ("@part", reached.Part), ("@offset", reached.Offset), ("@done", reached.Done));
            var id = (long)(await reach.ExecuteScalarAsync(cancellationToken))!;
            await using var add = Command(connection, Add, ("@id", id), ("@first", 0L), ("@time", 0L), ("@text", ""));
            foreach (var text in texts)
            {
                add.Parameters[1].Value = text.FirstLine;
                add.Parameters[2].Value = text.Time.UtcTicks;
                add.Parameters[3].Value = text.Text;
                await add.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(CancellationToken.None);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<AttemptId>> ListAsync(CancellationToken cancellationToken) => file.UseAsync<IReadOnlyList<AttemptId>>(
        async connection =>
        {
            var attempts = new List<AttemptId>();
            await using var command = Command(connection, "SELECT DISTINCT attempt_id FROM streams");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                attempts.Add(AttemptId.From(reader.GetString(0)));
            }

            return attempts;
        },
        cancellationToken);

    public Task DeleteAsync(AttemptId attempt, CancellationToken cancellationToken) => file.UseAsync(
        async connection =>
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            await using var command = Command(connection, Delete, ("@attempt", attempt.Value));
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        },
        cancellationToken);

    public Task<RunSearchPage> SearchAsync(RunSearchQuery query, CancellationToken cancellationToken)
    {
        var scan = new HitScan(query);
        return file.UseAsync(
            async connection =>
            {
                await using var command = Command(
                    connection, Find, ("@match", HitScan.Match(query.Text)), ("@before", scan.Before), ("@since", query.Since?.UtcTicks ?? 0L),
                    ("@workflow", query.Workflow), ("@limit", HitScan.MaxTexts));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    var stream = new IndexedStream(
                        AttemptId.From(reader.GetString(4)), Enum.Parse<LogStream>(reader.GetString(5)), RunId.From(reader.GetString(6)), reader.GetString(7),
                        reader.GetString(8), reader.GetString(9), reader.GetInt32(10), 0, Complete: false);
                    var text = new IndexedText(reader.GetInt64(1), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), reader.GetString(3));
                    if (!scan.Take(reader.GetInt64(0), stream, text))
                    {
                        break;
                    }
                }

                return scan.Page();
            },
            cancellationToken);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
