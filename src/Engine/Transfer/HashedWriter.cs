using System.Security.Cryptography;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Transfer;

/// <summary>A new private file that is written from its begin to its end, and its sum.</summary>
public sealed class HashedWriter : IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _buffer = new();

    /// <summary>Makes the file, and its folder where that is missing.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public HashedWriter(string path)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        _file = PrivateFiles.Open(path, FileMode.CreateNew);
    }

    /// <summary>What is to be written next; at the end of a line say so.</summary>
    public Stream Next => _buffer;

    /// <summary>Ends the line.</summary>
    public async Task EndLineAsync(CancellationToken cancellationToken)
    {
        _buffer.WriteByte((byte)'\n');
        if (_buffer.Length >= FlushAt)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes everything to the disk.</summary>
    /// <returns>The sum of the file as hex.</returns>
    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await _file.FlushAsync(cancellationToken);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await _buffer.DisposeAsync();
        _hash.Dispose();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var length = (int)_buffer.Length;
        _hash.AppendData(_buffer.GetBuffer(), 0, length);
        await _file.WriteAsync(_buffer.GetBuffer().AsMemory(0, length), cancellationToken);
        _buffer.SetLength(0);
    }
}
