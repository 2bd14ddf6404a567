using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Bench.Logs;

/// <summary>A file of numbered lines of about 81 bytes, as a build prints them.</summary>
internal static class LineSource
{
    /// <summary>Writes it; its SHA-256.</summary>
    public static async Task<string> WriteAsync(string path, int lines, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var block = new StringBuilder();
        for (var line = 1; line <= lines; line++)
        {
            block.Append(System.Globalization.CultureInfo.InvariantCulture, $"{line:D8} compiling module {line % 997:D3} of the shop: \u001b[32mok\u001b[0m, {line * 7919L % 100_000:D5} symbols, prices in \u20ac\n");
            if (line % 10_000 == 0 || line == lines)
            {
                var bytes = Encoding.UTF8.GetBytes(block.ToString());
                hash.AppendData(bytes);
                await file.WriteAsync(bytes, cancellationToken);
                block.Clear();
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken) => Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
}
