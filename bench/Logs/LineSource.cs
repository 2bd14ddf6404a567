using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Bench.Logs;

/// <summary>Files of numbered lines: of about 81 bytes, as a build prints them, or of JSON in JSON, as an agent streams its events.</summary>
internal static class LineSource
{
    /// <summary>Writes the lines of a build; their SHA-256.</summary>
    public static Task<string> WriteAsync(string path, int lines, CancellationToken cancellationToken) => WriteAsync(
        path,
        lines,
        static (block, line) => block.Append(System.Globalization.CultureInfo.InvariantCulture, $"{line:D8} compiling module {line % 997:D3} of the shop: \u001b[32mok\u001b[0m, {line * 7919L % 100_000:D5} symbols, prices in \u20ac\n"),
        cancellationToken);

    /// <summary>Writes the lines of an agent: about every sixth byte begins an escape; their SHA-256.</summary>
    public static Task<string> WriteJsonAsync(string path, int lines, CancellationToken cancellationToken) => WriteAsync(
        path,
        lines,
        static (block, line) => block.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $$"""{"type":"item","id":{{line}},"text":"{\"tool\":\"edit\",\"path\":\"src\/module{{line % 997}}\/a.ts\",\"new\":\"const a = \\\"{{line * 7919L % 100_000}}\\\";\\n\\tprint(\\u0027\u20ac\\u0027);\\n\"}"}""").Append('\n'),
        cancellationToken);

    private static async Task<string> WriteAsync(string path, int lines, Action<StringBuilder, int> append, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var block = new StringBuilder();
        for (var line = 1; line <= lines; line++)
        {
            append(block, line);
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
