using System.Text;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>Derives from secrets what is looked for.</summary>
internal static class SecretPatterns
{
    /// <summary>UTF-8 bytes of a secret, and of a line of one, that is masked; shorter ones stand in ordinary text.</summary>
    public const int MinBytes = 8;

    /// <summary>The patterns, each once.</summary>
    public static IReadOnlyList<SecretPattern> Of(IEnumerable<string> values)
    {
        var patterns = new Dictionary<string, SecretPattern>(StringComparer.Ordinal);
        foreach (var value in values.Distinct(StringComparer.Ordinal))
        {
            // A program prints a value without the line end that it may have.
            var whole = value.Trim('\r', '\n');
            var text = whole.Replace("\r\n", "\n", StringComparison.Ordinal);
            AddText(patterns, text);
            AddBase64(patterns, Encoding.UTF8.GetBytes(text));
            if (text.Length < whole.Length)
            {
                AddBase64(patterns, Encoding.UTF8.GetBytes(whole));
            }

            if (text.Contains('\n', StringComparison.Ordinal))
            {
                foreach (var line in text.Split('\n'))
                {
                    AddText(patterns, line.Trim());
                }
            }
        }

        return [.. patterns.Values];
    }

    private static void AddText(Dictionary<string, SecretPattern> patterns, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length >= MinBytes)
        {
            patterns.TryAdd("text " + text, new SecretPattern { Bytes = bytes });
        }
    }

    /// <summary>
    /// The characters that depend on the secret alone, for each place at which it may begin in a group of three bytes. At the edges two or four
    /// bits of the secret share a character with what stands beside it.
    /// </summary>
    private static void AddBase64(Dictionary<string, SecretPattern> patterns, byte[] secret)
    {
        if (secret.Length < MinBytes)
        {
            return;
        }

        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. secret, 0, 0, 0]);
            var begin = ((before * 8) + 5) / 6;
            var end = (before + secret.Length) * 8 / 6;
            var tailBits = (before + secret.Length) * 8 % 6;
            var tailValue = tailBits == 0 ? 0 : Base64Value((byte)encoded[end]) & (0x3f << (6 - tailBits));
            Add(encoded[begin..end]);
            Add(encoded[begin..end].Replace('+', '-').Replace('/', '_'));

            void Add(string characters) => patterns.TryAdd(
                $"base64 {tailBits} {tailValue} {characters}",
                new SecretPattern { Bytes = Encoding.ASCII.GetBytes(characters), Base64 = true, TailBits = tailBits, TailValue = tailValue });
        }
    }

    /// <summary>The six bits of a character in either alphabet; -1 for any other.</summary>
    public static int Base64Value(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
