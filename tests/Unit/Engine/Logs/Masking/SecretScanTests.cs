using System.Text;
using System.Text.Json;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs.Masking;

/// <summary>The quick search against the slow one: every pattern tried at every place.</summary>
public sealed class SecretScanTests
{
    private const int Texts = 1_500;

    private static readonly string[] Secrets = ["p@ss\"w0rd'/\\ +é$&=1", "'quoted secret'", "\\n\\t%0A%%value", "one line\nand a second one", "ghp_Zyxwvutsrqponmlkjihgfedcba98765432", "une clé €uro 🔑 key"];

    private static readonly string[] Between =
    [
        "\\", "\\\\", "\\\\\\\\\\\\\\", "\\\\\\\\\\\\\\\\", "%", "%0", "%0A", "%27", "+", "'", "'\\''", "'\"'\"'", "\"", "\n", "\r\n", "\r", "\\n", "\\r\\n", "\\\\n", "%0D%0A", "\n\t  ", "\\u", "\\u00",
        "\\u0027", "\\ud83d", "\\ud83d\\udd11", "\\U0001f511", "\\x", "\\x2", "\\x27", "\\1", "\\047", "\\303\\251", "é", "€", "🔑", " ", "a", "=", "/", "-", "_",
    ];

    [Fact]
    public void Scan_OfAnyText_FindsWhatTryingEverywhereFinds()
    {
        var random = new Random(20_261_121);
        var patterns = SecretPatterns.Of(Secrets);
        var masker = SecretMasker.Create(Secrets);
        var masked = 0;
        for (var i = 0; i < Texts; i++)
        {
            var text = Encoding.UTF8.GetBytes(Any(random));
            var found = new List<(int Start, int End)>();
            Assert.Equal(text.Length, masker.Scan(text, isEnd: true, found));
            var quick = Ranges(found);

            Assert.True(Ranges(Everywhere(patterns, text)).SequenceEqual(quick), $"text {i}: {JsonSerializer.Serialize(Encoding.UTF8.GetString(text))}");
            masked += quick.Count;
        }

        Assert.True(masked > Texts, $"only {masked} secrets in {Texts} texts");
    }

    [Fact]
    public void Scan_PieceByPiece_FindsWhatTheWholeScanFinds()
    {
        var random = new Random(1_121_2026);
        var masker = SecretMasker.Create(Secrets);
        for (var i = 0; i < Texts; i++)
        {
            var text = Encoding.UTF8.GetBytes(Any(random));
            var whole = new List<(int Start, int End)>();
            masker.Scan(text, isEnd: true, whole);

            var finder = new SecretFinder(masker, 0);
            for (var filled = 0; filled < text.Length;)
            {
                filled = Math.Min(text.Length, filled + 1 + random.Next(random.Next(2) == 0 ? 3 : 90));
                finder.Scan(text.AsSpan(0, filled), 0, isEnd: filled == text.Length);
            }

            Assert.Equal(text.Length, finder.Decided);
            Assert.True(Ranges(whole).SequenceEqual(finder.Masked.All), $"text {i}: {JsonSerializer.Serialize(Encoding.UTF8.GetString(text))}");
        }
    }

    private static IReadOnlyList<(long Start, long End)> Ranges(List<(int Start, int End)> found)
    {
        var ranges = new MaskedRanges();
        ranges.Add(found, 0);
        return ranges.All;
    }

    private static List<(int Start, int End)> Everywhere(IReadOnlyList<SecretPattern> patterns, byte[] text)
    {
        var found = new List<(int Start, int End)>();
        var matcher = new FormMatcher(text, isEnd: true);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var pattern in patterns)
            {
                if (matcher.Match(pattern, at) is var end and >= 0)
                {
                    found.Add((at, end));
                }
            }
        }

        return found;
    }

    /// <summary>Secrets in any form, whole and in parts, among what escapes are made of.</summary>
    private static string Any(Random random)
    {
        var text = new StringBuilder();
        for (var parts = 2 + random.Next(6); parts > 0; parts--)
        {
            for (var noise = random.Next(5); noise > 0; noise--)
            {
                text.Append(Between[random.Next(Between.Length)]);
            }

            var form = Form(Secrets[random.Next(Secrets.Length)], random);
            text.Append(random.Next(3) switch
            {
                0 => form[..random.Next(form.Length)],
                1 when random.Next(2) == 0 => form[random.Next(form.Length)..],
                _ => form,
            });
        }

        return text.ToString();
    }

    private static string Form(string secret, Random random) => random.Next(8) switch
    {
        0 => JsonSerializer.Serialize(secret)[1..^1],
        1 => JsonSerializer.Serialize(JsonSerializer.Serialize(secret))[3..^3],
        2 => Uri.EscapeDataString(secret),
        3 => secret.Replace("'", "'\\''", StringComparison.Ordinal),
        4 => Wrapped(Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', random.Next(3)) + secret + "y")), random),
        // each character in a way of its own
        5 => string.Concat(secret.EnumerateRunes().Select(r => One(r, random))),
        6 => secret.Replace("\n", "\r\n", StringComparison.Ordinal),
        _ => secret,
    };

    private static string Wrapped(string base64, Random random) => string.Join(Newlines[random.Next(Newlines.Length)], base64.Chunk(1 + random.Next(30)).Select(c => new string(c)));

    private static readonly string[] Newlines = ["", "\n", "\r\n", "\\n", "%0A", "\n    "];

    private static string One(Rune rune, Random random) => random.Next(6) switch
    {
        0 => string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}")),
        1 => string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(b => $"%{b:X2}")),
        2 => string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(b => $"\\x{b:x2}")),
        3 when rune.Value < 128 && !Rune.IsLetterOrDigit(rune) => "\\" + rune,
        4 when rune.Value < 128 => "\\" + Convert.ToString(rune.Value, 8).PadLeft(3, '0'),
        _ => rune.ToString(),
    };
}
