namespace Signalbox.Engine.Logs.Masking;

/// <summary>The masked form of a file from its beginning up to an offset, as a stream that is read once.</summary>
/// <param name="file">The file; disposed with the stream.</param>
/// <param name="end">Offset to stop at: what is behind it may not be decided yet.</param>
public sealed class MaskedFileStream(MaskedFile file, long end) : Stream
{
    private const int Block = 256 * 1024;

    private byte[] _block = [];
    private int _taken;
    private long _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The file is shorter than it was.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A block may come to nothing: it lies within a secret.
        while (_taken == _block.Length && _offset < end)
        {
            var length = (int)Math.Min(Block, end - _offset);
            _block = await file.ReadAsync(_offset, length, cancellationToken) ?? throw new EndOfStreamException("the file is shorter than it was");
            _taken = 0;
            _offset += length;
        }

        var count = Math.Min(buffer.Length, _block.Length - _taken);
        _block.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
