using System.Runtime.CompilerServices;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Derives lines from stored chunks (design/engine.md, Logs). Holds one store read and one batch, however long the log or a line is.
/// </summary>
public sealed class LogReader(ILogStore store, IAttemptMasks masks, LogSignals signals, TimeProvider time)
{
    /// <summary>A writer in another server announces nothing here: it is looked at this often.</summary>
    private static readonly TimeSpan OtherServers = TimeSpan.FromSeconds(2);

    /// <summary>Lines from this one on; see the overload.</summary>
    public Task<LogBatch> ReadAsync(AttemptId attempt, LogStream stream, long fromLine, int count, CancellationToken cancellationToken) =>
        ReadAsync(attempt, stream, fromLine, 0, count, cancellationToken);

    /// <summary>
    /// Up to <paramref name="count"/> lines or parts of lines that are stored now, at most 256 KiB of text. The unfinished last line of
    /// a growing stream is among them, marked partial. Read on from the line after the last one, or from its next part when that is
    /// partial, until the batch is complete or empty.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="fromLine">First line, from 1.</param>
    /// <param name="fromPart">First part of that line, from 0. A later part costs reading the earlier ones.</param>
    /// <param name="count">Lines or parts at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A line or count below 1, or a part below 0.</exception>
    public async Task<LogBatch> ReadAsync(
        AttemptId attempt, LogStream stream, long fromLine, int fromPart, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromLine, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(fromPart);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // Asked before reading: when it was complete then, the end of what is stored is the end.
        var complete = (await store.GetPositionAsync(attempt, stream, cancellationToken)).Complete;
        var cursor = new LogCursor(store, masks, attempt, stream, fromLine);
        var queue = cursor.Decoder.Finished;
        var lines = new List<LogLine>();
        var bytes = 0;
        while (await cursor.NextAsync(cancellationToken))
        {
            queue.SkipTo(fromLine, fromPart);
            if (!queue.TakeInto(lines, count, ref bytes))
            {
                return new LogBatch(lines[0].Line, lines, Complete: false);
            }
        }

        EndOf(cursor, complete);
        queue.SkipTo(fromLine, fromPart);
        var all = queue.TakeInto(lines, count, ref bytes);
        return new LogBatch(lines.Count > 0 ? lines[0].Line : fromLine, lines, complete && all);
    }

    /// <summary>
    /// Batches of at most 1,000 lines and 256 KiB from this line on, until the stream is complete; the last batch says so and may be
    /// empty. The unfinished last line comes marked partial as it stands and again when it has grown or ended: a consumer
    /// replaces what it has for that <see cref="LogLine.Line"/> and <see cref="LogLine.Part"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A line below 1.</exception>
    public IAsyncEnumerable<LogBatch> FollowAsync(AttemptId attempt, LogStream stream, long fromLine, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromLine, 1);
        return FollowCoreAsync(attempt, stream, fromLine, cancellationToken);
    }

    private async IAsyncEnumerable<LogBatch> FollowCoreAsync(
        AttemptId attempt, LogStream stream, long fromLine, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Before the first look at the store, so that no commit falls between.
        using var subscription = signals.Subscribe(attempt, stream);
        var cursor = new LogCursor(store, masks, attempt, stream, fromLine);
        var queue = cursor.Decoder.Finished;
        LogLine? shown = null;
        while (true)
        {
            var position = await store.GetPositionAsync(attempt, stream, cancellationToken);
            while (await cursor.NextAsync(cancellationToken))
            {
                while (queue.HasBatch)
                {
                    yield return Take(queue, cursor, complete: false);
                }
            }

            if (position.Complete)
            {
                EndOf(cursor, complete: true);
                LogBatch last;
                do
                {
                    last = Take(queue, cursor, complete: true);
                    yield return last;
                }
                while (!last.Complete);

                yield break;
            }

            var unfinished = cursor.Decoder.Unfinished;
            if (unfinished is not null && !IsSame(unfinished, shown))
            {
                queue.Add(unfinished);
            }

            shown = unfinished;
            while (!queue.IsEmpty)
            {
                yield return Take(queue, cursor, complete: false);
            }

            await WaitAsync(subscription, Math.Max(cursor.Offset, position.Offset), cancellationToken);
        }
    }

    private static bool IsSame(LogLine line, LogLine? shown) =>
        shown is not null && line.Line == shown.Line && line.Part == shown.Part && string.Equals(line.Text, shown.Text, StringComparison.Ordinal);

    /// <summary>Adds what the end of the stored bytes leaves over.</summary>
    private static void EndOf(LogCursor cursor, bool complete)
    {
        if (complete)
        {
            cursor.Decoder.Finish();
        }
        else if (cursor.Decoder.Unfinished is { } unfinished)
        {
            cursor.Decoder.Finished.Add(unfinished);
        }
    }

    private static LogBatch Take(LineQueue queue, LogCursor cursor, bool complete)
    {
        var lines = new List<LogLine>();
        var bytes = 0;
        var all = queue.TakeInto(lines, LineQueue.MaxLines, ref bytes);
        return new LogBatch(lines.Count > 0 ? lines[0].Line : cursor.Decoder.Line, lines, complete && all);
    }

    private async Task WaitAsync(LogSubscription subscription, long beyondOffset, CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(OtherServers, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            _ = await subscription.WaitForAsync(beyondOffset, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was announced: the caller looks at the store.
        }
    }
}
