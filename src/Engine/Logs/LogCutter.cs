using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Reads a raw file on from an offset and cuts what it has read into chunks: at most 64 KiB each, at a line end where there is
/// one. An unfinished line waits for its end for up to 100 ms.
/// </summary>
internal sealed class LogCutter(AttemptId attempt, LogStream stream, LogPosition position, TimeProvider time) : IDisposable
{
    /// <summary>Bytes of a chunk at most.</summary>
    public const int MaxChunk = 64 * 1024;

    /// <summary>Bytes of a batch, and so of a transaction, at most.</summary>
    public const int MaxBatch = 1024 * 1024;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    // Small until the file turns out to be fast: most streams are slow, and there are many of them.
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxChunk);
    private int _filled;
    private long _waitingSince;

    /// <summary>Offset that the chunks cut so far reach.</summary>
    public long Offset { get; private set; } = position.Offset;

    /// <summary>Line feeds before that offset.</summary>
    public long Lines { get; private set; } = position.Lines;

    /// <summary>Reads what the file has, as far as there is room. True when the room is full, so that there may be more.</summary>
    public async Task<bool> FillAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        while (_filled < _buffer.Length)
        {
            var read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(_filled), Offset + _filled, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            if (_filled == 0)
            {
                _waitingSince = time.GetTimestamp();
            }

            _filled += read;
        }

        return true;
    }

    /// <summary>Takes the chunks that are due; all there is when it is the end.</summary>
    public List<LogChunk> Cut(bool all)
    {
        var chunks = new List<LogChunk>();
        var now = time.GetUtcNow();
        var begin = 0;
        while (_filled - begin >= MaxChunk)
        {
            begin += Add(chunks, begin, LineEnd(begin, MaxChunk) ?? MaxChunk, now);
            _waitingSince = time.GetTimestamp();
        }

        if (begin < _filled && LineEnd(begin, _filled - begin) is { } lines)
        {
            begin += Add(chunks, begin, lines, now);
            _waitingSince = time.GetTimestamp(); // what is left is a line that has just begun
        }

        if (begin < _filled && (all || time.GetElapsedTime(_waitingSince) >= MaxWait))
        {
            begin += Add(chunks, begin, _filled - begin, now);
        }

        Keep(begin);
        return chunks;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true); // a log may hold what is secret

    /// <summary>Length up to the last line end in this range; null when there is none.</summary>
    private int? LineEnd(int begin, int length)
    {
        var last = _buffer.AsSpan(begin, length).LastIndexOf((byte)'\n');
        return last < 0 ? null : last + 1;
    }

    private int Add(List<LogChunk> chunks, int begin, int length, DateTimeOffset now)
    {
        var text = _buffer.AsSpan(begin, length).ToArray();
        var lines = text.AsSpan().Count((byte)'\n');
        chunks.Add(new LogChunk
        {
            AttemptId = attempt,
            Stream = stream,
            Offset = Offset,
            Length = length,
            FirstLine = Lines + 1,
            LineCount = lines,
            Time = now,
            Text = text,
        });
        Offset += length;
        Lines += lines;
        return length;
    }

    private void Keep(int begin)
    {
        var full = _filled == _buffer.Length;
        var rest = _buffer.AsSpan(begin, _filled - begin);
        if (full && _buffer.Length < MaxBatch)
        {
            var larger = ArrayPool<byte>.Shared.Rent(MaxBatch);
            rest.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }
        else
        {
            rest.CopyTo(_buffer);
        }

        _filled = rest.Length;
    }
}
