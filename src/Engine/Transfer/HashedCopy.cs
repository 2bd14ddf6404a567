using System.Buffers;
using System.Security.Cryptography;

namespace Signalbox.Engine.Transfer;

/// <summary>Copies streams and says what the copy's sum is.</summary>
public static class HashedCopy
{
    private const int Block = 128 * 1024;

    /// <summary>Copies at most <paramref name="limit"/> bytes: a file that grows meanwhile is copied as long as it was.</summary>
    /// <param name="from">Read from where it is.</param>
    /// <param name="to">Written to.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="change">Changes each block on its way, with the offset of its first byte; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Bytes copied, and their sum as hex.</returns>
    public static async Task<(long Bytes, string Sha256)> RunAsync(
        Stream from, Stream to, long limit, Action<Memory<byte>, long>? change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        var bytes = 0L;
        try
        {
            while (bytes < limit)
            {
                var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Block, limit - bytes)), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                change?.Invoke(buffer.AsMemory(0, read), bytes);
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                bytes += read;
            }
        }
        finally
        {
            // It may have been part of a log.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The sum of a file that is there.</summary>
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return (await RunAsync(file, Stream.Null, long.MaxValue, change: null, cancellationToken)).Sha256;
    }
}
