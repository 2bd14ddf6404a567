using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Reads a raw file on from an offset and cuts what it has read into chunks: at most 64 KiB of the file each, at a line end where there
/// is one. An unfinished line waits for its end for up to 100 ms; what may be the beginning of a secret waits until it is none.
/// </summary>
internal sealed class LogCutter(LogSource source, LogPosition position, TimeProvider time) : IDisposable
{
    /// <summary>Bytes of a chunk at most.</summary>
    public const int MaxChunk = 64 * 1024;

    /// <summary>Bytes of a batch, and so of a transaction, at most.</summary>
    public const int MaxBatch = 1024 * 1024;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    // Small until the file turns out to be fast: most streams are slow, and there are many of them. With secrets there is room for what
    // stands before the offset and for what may be held back behind it: a quarter of the large buffer each at most.
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxChunk + (2 * source.Masker.LongestForm));
    private SecretFinder? _finder;
    private int _begin;
    private int _filled;
    private bool _afterLineFeed = true;
    private bool _ready = source.Masker.IsEmpty;
    private long _waitingSince;

    /// <summary>Offset that the chunks cut so far reach.</summary>
    public long Offset { get; private set; } = position.Offset;

    /// <summary>Line feeds before that offset.</summary>
    public long Lines { get; private set; } = position.Lines;

    private long BufferOffset => Offset - _begin;

    /// <summary>Reads what the file has, as far as there is room. True when the room is full, so that there may be more.</summary>
    public async Task<bool> FillAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (!_ready)
        {
            await LookBackAsync(file, cancellationToken);
        }

        while (_filled < _buffer.Length)
        {
            var read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(_filled), BufferOffset + _filled, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            if (_filled == _begin)
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
        var end = Decide(all);
        while (end - _begin >= MaxChunk)
        {
            Add(chunks, LineEnd(MaxChunk) ?? MaxChunk, now);
            _waitingSince = time.GetTimestamp();
        }

        if (_begin < end && LineEnd(end - _begin) is { } lines)
        {
            Add(chunks, lines, now);
            _waitingSince = time.GetTimestamp(); // what is left is a line that has just begun
        }

        if (_begin < end && (all || time.GetElapsedTime(_waitingSince) >= MaxWait))
        {
            Add(chunks, end - _begin, now);
        }

        Keep();
        return chunks;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true); // a log may hold what is secret

    /// <summary>
    /// Bytes before the offset, which an earlier pump has stored: a secret may have begun in them, and be masked in part already.
    /// </summary>
    private async Task LookBackAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        var before = (int)Math.Min(Offset, source.Masker.LongestForm);
        var read = 0;
        while (read < before)
        {
            var more = await RandomAccess.ReadAsync(file, _buffer.AsMemory(read, before - read), Offset - before + read, cancellationToken);
            if (more == 0)
            {
                throw new IOException($"'{source.File}' is shorter than what was stored of it");
            }

            read += more;
        }

        _begin = _filled = before;
        _afterLineFeed = before == 0 || _buffer[before - 1] == '\n';
        _finder = new SecretFinder(source.Masker, Offset - before);
        _ready = true;
    }

    /// <summary>How far in the buffer it is decided what is masked.</summary>
    private int Decide(bool all)
    {
        if (_finder is null)
        {
            return _filled;
        }

        _finder.Scan(_buffer.AsSpan(0, _filled), BufferOffset, all);
        return (int)Math.Max(_finder.Decided - BufferOffset, _begin);
    }

    /// <summary>Length from the beginning to the last line end in this range; null when there is none.</summary>
    private int? LineEnd(int length)
    {
        var last = _buffer.AsSpan(_begin, length).LastIndexOf((byte)'\n');
        return last < 0 ? null : last + 1;
    }

    private void Add(List<LogChunk> chunks, int length, DateTimeOffset now)
    {
        var raw = _buffer.AsSpan(_begin, length);
        var lines = raw.Count((byte)'\n');
        chunks.Add(new LogChunk
        {
            AttemptId = source.AttemptId,
            Stream = source.Stream,
            Offset = Offset,
            Length = length,
            FirstLine = Lines + 1,
            LineCount = lines,
            Time = now,
            Text = _finder?.Masked.Apply(raw, Offset, _afterLineFeed) ?? raw.ToArray(),
        });
        _afterLineFeed = raw[^1] == '\n';
        _begin += length;
        Offset += length;
        Lines += lines;
    }

    private void Keep()
    {
        var full = _filled == _buffer.Length;

        // Where a secret was looked for from before the offset on, those bytes stay until it is decided.
        var keep = _finder is null ? _begin : (int)Math.Min(_begin, _finder.Decided - BufferOffset);
        var rest = _buffer.AsSpan(keep, _filled - keep);
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

        _finder?.Masked.DropBefore(Offset);
        _filled = rest.Length;
        _begin -= keep;
    }
}
