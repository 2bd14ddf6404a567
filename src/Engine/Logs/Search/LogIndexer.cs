using System.Text;

namespace Signalbox.Engine.Logs.Search;

/// <summary>
/// Builds the index across runs from committed lines (design/engine.md, Logs): behind the hot path, each stream from where it came to the last time, so
/// that a crash loses and repeats nothing. Only what the reader of logs gives enters it, which is masked.
/// </summary>
public sealed class LogIndexer(ILogIndex index, ILogIndexSource source, LogReader reader, TimeProvider time) : IDisposable
{
    private const int BatchLines = 1_000;

    // Lines indexed together: fewer make the index larger, more make a hit dearer to find.
    private const int TextLength = 16 * 1024;

    // Every so often everything is compared, and what retention deleted is forgotten.
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(10);

    // An end that was committed later than another clock said
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateTimeOffset? _last;
    private DateTimeOffset? _lastWhole;

    /// <summary>Indexes what is committed now.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var whole = _lastWhole is not { } last || now - last >= Whole;
            foreach (var stream in await source.StreamsAsync(whole ? null : _last - Margin, cancellationToken))
            {
                await IndexAsync(stream, cancellationToken);
            }

            if (whole)
            {
                await ForgetAsync(cancellationToken);
                _lastWhole = now;
            }

            _last = now;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (var some in (await index.ListAsync(cancellationToken)).Chunk(500))
        {
            var existing = await source.ExistingAsync(some, cancellationToken);
            foreach (var gone in some.Where(a => !existing.Contains(a)))
            {
                await index.DeleteAsync(gone, cancellationToken);
            }
        }
    }

    private async Task IndexAsync(IndexedStream stream, CancellationToken cancellationToken)
    {
        var position = await index.GetPositionAsync(stream.AttemptId, stream.Stream, cancellationToken);
        if (position.Done || (position.Offset == stream.Offset && !stream.Complete))
        {
            return;
        }

        var limit = await source.FirstLineWithoutTextAsync(stream.AttemptId, stream.Stream, cancellationToken) ?? long.MaxValue;
        while (true)
        {
            var batch = await reader.ReadAsync(stream.AttemptId, stream.Stream, position.Line, position.Part, BatchLines, cancellationToken);
            var lines = batch.Lines.TakeWhile(l => l.Line < limit).ToList();
            var done = batch.Complete || lines.Count < batch.Lines.Count || position.Line >= limit;
            if (!done && lines is [.., { Partial: true } last] && Encoding.UTF8.GetByteCount(last.Text) <= LineDecoder.MaxPart - 4)
            {
                // Unfinished: it comes again when it has grown.
                lines.RemoveAt(lines.Count - 1);
            }

            var end = done || lines.Count == 0;
            position = Behind(lines, position) with { Done = done, Offset = end ? stream.Offset : position.Offset };
            await index.AppendAsync(stream, Texts(lines), position, cancellationToken);
            if (end)
            {
                return;
            }
        }
    }

    private static IndexPosition Behind(List<LogLine> lines, IndexPosition position) => lines switch
    {
        [] => position,
        [.., { Partial: true } last] => position with { Line = last.Line, Part = last.Part + 1 },
        [.., var last] => position with { Line = last.Line + 1, Part = 0 },
    };

    private static List<IndexedText> Texts(List<LogLine> lines)
    {
        var texts = new List<IndexedText>();
        var text = new StringBuilder();
        var (first, next) = (0L, 0L);
        var printed = default(DateTimeOffset);
        foreach (var line in lines)
        {
            if (next != 0 && (line.Line != next || text.Length + line.Text.Length > TextLength))
            {
                texts.Add(new IndexedText(first, printed, text.ToString()));
                text.Clear();
                next = 0;
            }

            if (next == 0)
            {
                first = line.Line;
            }
            else
            {
                text.Append('\n');
            }

            text.Append(PlainText.Of(line.Text));
            (next, printed) = (line.Line + 1, line.Time);
        }

        if (next != 0)
        {
            texts.Add(new IndexedText(first, printed, text.ToString()));
        }

        return texts;
    }
}
