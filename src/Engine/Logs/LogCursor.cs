using System.Globalization;
using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs;

/// <summary>Walks a stored stream chunk by chunk from the beginning of a line and decodes it.</summary>
internal sealed class LogCursor(ILogStore store, IAttemptMasks masks, AttemptId attempt, LogStream stream, long fromLine)
{
    // A store read holds about this much: many small chunks of a slow agent, or few full ones.
    private const int ReadBytes = 512 * 1024;
    private const int FewestChunks = 4;
    private const int MostChunks = 256;

    private readonly Queue<LogChunk> _read = new();
    private int _take = FewestChunks;
    private long _skip;

    /// <summary>The lines.</summary>
    public LineDecoder Decoder { get; } = new(stream, fromLine);

    /// <summary>Offset that has been decoded; -1 before the first chunk.</summary>
    public long Offset { get; private set; } = -1;

    /// <summary>Decodes the next chunk; false when no more is stored.</summary>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_read.Count == 0 && !await ReadAsync(cancellationToken))
        {
            return false;
        }

        var chunk = _read.Dequeue();
        var bytes = chunk.Text ?? await ReadRawAsync(chunk, cancellationToken);
        Decoder.Feed(Skip(bytes), chunk.Time);
        Offset = chunk.Offset + chunk.Length;
        return true;
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var chunks = Offset < 0
            ? await store.ReadFromLineAsync(attempt, stream, fromLine, _take, cancellationToken)
            : await store.ReadFromOffsetAsync(attempt, stream, Offset, _take, cancellationToken);
        if (chunks.Count == 0)
        {
            return false;
        }

        if (Offset < 0)
        {
            _skip = fromLine - chunks[0].FirstLine;
        }

        long bytes = 0;
        foreach (var chunk in chunks)
        {
            _read.Enqueue(chunk);
            bytes += chunk.Length;
        }

        _take = bytes * 2 <= ReadBytes ? Math.Min(_take * 2, MostChunks) : bytes > ReadBytes ? Math.Max(_take / 2, FewestChunks) : _take;
        return true;
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        while (_skip > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                return [];
            }

            bytes = bytes[(end + 1)..];
            _skip--;
        }

        return bytes;
    }

    private async Task<byte[]> ReadRawAsync(LogChunk chunk, CancellationToken cancellationToken)
    {
        string? fault = null;
        if (await store.GetRawFileAsync(attempt, stream, cancellationToken) is { } path)
        {
            // Opened for each chunk: a reader who follows may wait for hours, and the file may be sealed meanwhile.
            (var file, fault) = await MaskedFile.OpenAsync(path, c => masks.FindAsync(attempt, c), cancellationToken);
            using (file)
            {
                if (file is not null && await file.ReadAsync(chunk.Offset, chunk.Length, cancellationToken) is { } bytes)
                {
                    return bytes;
                }
            }
        }

        if (fault is null && await store.GetOtherNodeAsync(attempt, cancellationToken) is { } node)
        {
            fault = $"they are past what the database keeps, and the file is on node {node}";
        }

        // Line numbers after the gap stay what they were.
        var gap = string.Create(CultureInfo.InvariantCulture, $"[{chunk.Length} bytes are {(fault is null ? "no longer kept" : $"not shown: {fault}")}]");
        return Encoding.UTF8.GetBytes(gap + new string('\n', chunk.LineCount));
    }
}
