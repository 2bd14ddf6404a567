using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

/// <summary>A log store in memory that keeps the contract's word: epoch, expected offset, no gap and no overlap.</summary>
public sealed class FakeLogStore : ILogStore
{
    private static readonly Comparer<LogChunk> ByOffset = Comparer<LogChunk>.Create((a, b) => a.Offset.CompareTo(b.Offset));

    private readonly Lock _gate = new();
    private readonly List<LogChunk> _chunks = [];
    private bool _complete;

    /// <summary>Epoch that may write.</summary>
    public long Epoch { get; set; } = 1;

    /// <summary>Offset from which chunks keep no text, as past the run's limit.</summary>
    public long TextLimit { get; set; } = long.MaxValue;

    /// <summary>The raw file; null when unknown.</summary>
    public string? RawFile { get; set; }

    /// <summary>Whether a chunk's text may have another length than what it covers.</summary>
    public Func<bool> IsMasked { get; set; } = () => false;

    /// <summary>Transactions that stored something.</summary>
    public int Appends { get; private set; }

    /// <summary>Reads of chunks.</summary>
    public int Reads { get; private set; }

    /// <summary>Bytes of the largest read.</summary>
    public int LargestRead { get; private set; }

    /// <summary>Runs after each append.</summary>
    public Action<LogAppend>? Appended { get; set; }

    public IReadOnlyList<LogChunk> Chunks
    {
        get
        {
            lock (_gate)
            {
                return [.. _chunks];
            }
        }
    }

    public LogPosition Position
    {
        get
        {
            lock (_gate)
            {
                return _chunks.Count == 0
                    ? new LogPosition(0, 0, _complete)
                    : new LogPosition(_chunks[^1].Offset + _chunks[^1].Length, _chunks[^1].FirstLine - 1 + _chunks[^1].LineCount, _complete);
            }
        }
    }

    public Task<LogPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult(Position);

    public Task<bool> AppendAsync(LogAppend append, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (append.Epoch != Epoch || append.ExpectedOffset != Position.Offset)
            {
                return Task.FromResult(false);
            }

            foreach (var chunk in append.Chunks)
            {
                Assert.Equal(Position.Offset, chunk.Offset);
                Assert.Equal(Position.Lines + 1, chunk.FirstLine);
                if (!IsMasked())
                {
                    Assert.Equal(chunk.Length, chunk.Text!.Length);
                }

                Assert.Equal(chunk.LineCount, chunk.Text!.AsSpan().Count((byte)'\n'));
                Assert.InRange(chunk.Length, 1, 64 * 1024);
                _chunks.Add(chunk.Offset < TextLimit ? chunk : WithoutText(chunk));
            }

            _complete |= append.Complete;
            Appends++;
        }

        Appended?.Invoke(append);
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<LogChunk>> ReadFromLineAsync(AttemptId attempt, LogStream stream, long line, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var first = line == 1 ? 0 : _chunks.FindIndex(c => c.FirstLine <= line - 1 && line - 1 < c.FirstLine + c.LineCount);
            return Task.FromResult(Take(first, count));
        }
    }

    public Task<IReadOnlyList<LogChunk>> ReadFromOffsetAsync(AttemptId attempt, LogStream stream, long offset, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var first = _chunks.BinarySearch(At(offset), ByOffset);
            return Task.FromResult(Take(first, count));
        }
    }

    public Task<string?> GetRawFileAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult(RawFile);

    /// <summary>Stores bytes in chunks cut at these lengths, in turn.</summary>
    public async Task StoreAsync(byte[] bytes, IReadOnlyList<int> cuts, bool complete)
    {
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Count], bytes.Length - at);
            var text = bytes[at..(at + length)];
            var chunk = new LogChunk
            {
                AttemptId = LogLab.Attempt,
                Stream = LogStream.Stdout,
                Offset = Position.Offset,
                Length = length,
                FirstLine = Position.Lines + 1,
                LineCount = text.AsSpan().Count((byte)'\n'),
                Time = DateTimeOffset.UnixEpoch,
                Text = text,
            };
            Assert.True(await AppendAsync(new LogAppend(LogLab.Run, Epoch, LogLab.Attempt, LogStream.Stdout, chunk.Offset, [chunk], false), CancellationToken.None));
            at += length;
        }

        if (complete)
        {
            Assert.True(await AppendAsync(new LogAppend(LogLab.Run, Epoch, LogLab.Attempt, LogStream.Stdout, Position.Offset, [], true), CancellationToken.None));
        }
    }

    private static LogChunk At(long offset) => new() { AttemptId = LogLab.Attempt, Stream = LogStream.Stdout, Offset = offset, Length = 0, FirstLine = 1, LineCount = 0, Time = DateTimeOffset.UnixEpoch };

    private IReadOnlyList<LogChunk> Take(int first, int count)
    {
        IReadOnlyList<LogChunk> chunks = first < 0 ? [] : _chunks.GetRange(first, Math.Min(count, _chunks.Count - first));
        Reads++;
        LargestRead = Math.Max(LargestRead, chunks.Sum(c => c.Length));
        return chunks;
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
