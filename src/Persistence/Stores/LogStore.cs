using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <remarks>
/// Appending is ADO.NET: it is the busiest write of all, of rows that nobody changes again, so a change tracker would be pure cost.
/// </remarks>
internal sealed class LogStore(Database database, RowTables tables, LogStoreOptions options, ServerNode? node = null) : ILogStore
{
    // Locks the run first, as every writer of a run does.
    private const string Check =
        "SELECT r.log_bytes FROM runs r WHERE r.id = @run AND r.epoch = @epoch AND EXISTS (SELECT 1 FROM attempts a WHERE a.id = @attempt AND a.run_id = r.id)";

    private const string Begin =
        "INSERT INTO log_streams (attempt_id, stream, committed_offset, lines, complete) VALUES (@attempt, @stream, 0, 0, @false) ON CONFLICT DO NOTHING";

    // The compare-and-set: of two writers with one offset, one finds it gone.
    private const string Advance =
        "UPDATE log_streams SET committed_offset = @offset, lines = lines + @lines, complete = (complete OR @complete) "
        + "WHERE attempt_id = @attempt AND stream = @stream AND committed_offset = @expected";

    private const string Count = "UPDATE runs SET log_bytes = log_bytes + @bytes WHERE id = @run";

    public async Task<LogPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.LogStreams.AsNoTracking()
            .Where(s => s.AttemptId == attempt && s.Stream == stream)
            .Select(s => new LogPosition(s.CommittedOffset, s.Lines, s.Complete))
            .SingleOrDefaultAsync(cancellationToken) ?? new LogPosition(0, 0, Complete: false);
    }

    public Task<bool> AppendAsync(LogAppend append, CancellationToken cancellationToken)
    {
        var end = CheckedEnd(append);
        return database.WriteAsync(
            Durability.Normal,
            async scope =>
            {
                var appended = await AppendAsync(scope, append, end, cancellationToken);
                if (!appended)
                {
                    scope.Abandon();
                }

                return appended;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<LogChunk>> ReadFromLineAsync(AttemptId attempt, LogStream stream, long line, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(line, 1);
        await using var context = database.CreateDbContext();
        var chunks = context.LogChunks.AsNoTracking().Where(c => c.AttemptId == attempt && c.Stream == stream);
        if (line == 1)
        {
            return await chunks.OrderBy(c => c.Offset).Take(count).ToListAsync(cancellationToken);
        }

        // The last chunk that begins in the line before or earlier holds the line feed in question, if it is stored at all: the next chunk
        // begins behind it.
        var begin = await chunks
            .Where(c => c.FirstLine < line)
            .OrderByDescending(c => c.FirstLine).ThenByDescending(c => c.Offset)
            .Select(c => new { c.Offset, NextLine = c.FirstLine + c.LineCount })
            .FirstOrDefaultAsync(cancellationToken);
        if (begin is null || begin.NextLine < line)
        {
            return [];
        }

        return await chunks.Where(c => c.Offset >= begin.Offset).OrderBy(c => c.Offset).Take(count).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<LogChunk>> ReadFromOffsetAsync(AttemptId attempt, LogStream stream, long offset, int count, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var chunks = await context.LogChunks.AsNoTracking()
            .Where(c => c.AttemptId == attempt && c.Stream == stream && c.Offset >= offset)
            .OrderBy(c => c.Offset)
            .Take(count)
            .ToListAsync(cancellationToken);
        return chunks.Count > 0 && chunks[0].Offset == offset ? chunks : [];
    }

    public async Task<string?> GetRawFileAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var directory = await context.Attempts.Where(a => a.Id == attempt).Select(a => a.Directory).SingleOrDefaultAsync(cancellationToken);
        return directory is null ? null : Path.Combine(directory, stream == LogStream.Stdout ? "stdout.log" : "stderr.log");
    }

    public async Task<string?> GetOtherNodeAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        if (node is null)
        {
            return null;
        }

        await using var context = database.CreateDbContext();
        var at = await context.Attempts.Where(a => a.Id == attempt).Select(a => a.Node).SingleOrDefaultAsync(cancellationToken);
        return node.IsOther(at) ? at : null;
    }

    /// <summary>Offset that the chunks reach.</summary>
    private static long CheckedEnd(LogAppend append)
    {
        var end = append.ExpectedOffset;
        foreach (var chunk in append.Chunks)
        {
            if (chunk.Offset != end || chunk.AttemptId != append.AttemptId || chunk.Stream != append.Stream)
            {
                throw new ArgumentException($"a chunk at {chunk.Offset} does not follow the one that ends at {end}", nameof(append));
            }

            end += chunk.Length;
        }

        return end;
    }

    private async Task<bool> AppendAsync(WriteScope scope, LogAppend append, long end, CancellationToken cancellationToken)
    {
        (string, object?)[] writer = [("@run", append.RunId.Value), ("@epoch", append.Epoch), ("@attempt", append.AttemptId.Value)];
        if (await scope.ScalarAsync(Check + scope.LockRows, writer, cancellationToken) is not long stored)
        {
            return false;
        }

        (string, object?)[] stream = [("@attempt", append.AttemptId.Value), ("@stream", append.Stream.ToString())];
        if (append.ExpectedOffset == 0)
        {
            await scope.ExecuteAsync(Begin, [.. stream, ("@false", false)], cancellationToken);
        }

        var advanced = await scope.ExecuteAsync(
            Advance,
            [
                .. stream, ("@offset", end), ("@expected", append.ExpectedOffset), ("@complete", append.Complete),
                ("@lines", append.Chunks.Sum(c => (long)c.LineCount)),
            ],
            cancellationToken);
        if (advanced == 0)
        {
            return false;
        }

        var (rows, bytes) = WithinLimit(append.Chunks, options.MaxBytesPerRun - stored);
        await tables.LogChunks.InsertAsync(scope, rows, cancellationToken);
        if (bytes > 0)
        {
            await scope.ExecuteAsync(Count, [("@bytes", bytes), ("@run", append.RunId.Value)], cancellationToken);
        }

        return true;
    }

    /// <summary>The chunks, without text from the first one on that would pass the limit, and the bytes of text kept.</summary>
    private static (IReadOnlyList<LogChunk> Rows, long Bytes) WithinLimit(IReadOnlyList<LogChunk> chunks, long room)
    {
        var bytes = 0L;
        for (var i = 0; i < chunks.Count; i++)
        {
            var length = chunks[i].Text?.Length ?? 0;
            if (bytes + length > room)
            {
                return ([.. chunks.Take(i), .. chunks.Skip(i).Select(WithoutText)], bytes);
            }

            bytes += length;
        }

        return (chunks, bytes);
    }

    private static LogChunk WithoutText(LogChunk chunk) => new()
    {
        AttemptId = chunk.AttemptId,
        Stream = chunk.Stream,
        Offset = chunk.Offset,
        Length = chunk.Length,
        FirstLine = chunk.FirstLine,
        LineCount = chunk.LineCount,
        Time = chunk.Time,
    };
}
