using System.Security.Cryptography;

namespace Signalbox.Engine.Transfer;

/// <summary>The lines of a stream, one after the other, and the sum of all of it once its end was reached.</summary>
public sealed class HashedLines : IDisposable
{
    /// <summary>Longest line: 256 MiB, far more than any row has.</summary>
    public const int MaxLine = 256 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _isEnd;

    /// <summary>Reads from where the stream is; the caller disposes it.</summary>
    public HashedLines(Stream stream) => _stream = stream;

    /// <summary>Number of the line read last, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, good until the next call; null after the last.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="MaxLine"/>.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, seen + at);
                _start += seen + at + 1;
                Number++;
                return line;
            }

            seen = _end - _start;
            if (_isEnd)
            {
                if (seen == 0)
                {
                    return null;
                }

                _start = _end;
                Number++;
                return _buffer.AsMemory(_end - seen, seen);
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>The sum of what was read, as hex; to be asked for once, after the last line.</summary>
    public string Sum() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxLine)
            {
                throw new InvalidDataException("a line is longer than 256 MiB");
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLine));
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _hash.AppendData(_buffer, _end, read);
        _end += read;
        _isEnd = read == 0;
    }
}
