using System.Text;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs.Masking;

/// <summary>Masks bytes that come in pieces, and sees to it that no more is held back than may be.</summary>
public static class MaskLab
{
    /// <summary>Secrets with what makes each escape necessary.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
    [
        "s3cr3t-T0ken",
        "12345678",
        "a b+c/d?e=f&g%41\\u0041\"quoted\"",
        "it's $HOME `and` 'more'!",
        "Schlüssel: 中文 😀 ok",
        "C:\\new\\tab\\\\server\\share",
        "-----BEGIN KEY-----\nMIIEvQIBADANBg+/kqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END KEY-----",
        "%%%%%%%%++++++++",
    ];

    /// <summary>The masked form when the input comes in pieces of these lengths, in turn.</summary>
    public static byte[] Mask(SecretMasker masker, byte[] input, params IReadOnlyList<int> pieces)
    {
        var finder = new SecretFinder(masker, 0);
        var output = new List<byte>();
        var (emitted, received) = (0, 0);
        for (var i = 0; received < input.Length || i == 0; i++)
        {
            received = Math.Min(received + pieces[i % pieces.Count], input.Length);
            var isEnd = received == input.Length;
            var from = (int)finder.Decided;
            finder.Scan(input.AsSpan(from, received - from), from, isEnd);
            Assert.InRange(received - finder.Decided, 0, isEnd ? 0 : masker.LongestForm - 1);
            var decided = (int)finder.Decided;
            output.AddRange(finder.Masked.Apply(input.AsSpan(emitted, decided - emitted), emitted, emitted == 0 || input[emitted - 1] == '\n'));
            finder.Masked.DropBefore(decided);
            emitted = decided;
        }

        return [.. output];
    }

    /// <summary>The masked form when the input comes at once.</summary>
    public static string Mask(SecretMasker masker, string input) => Encoding.UTF8.GetString(Mask(masker, Encoding.UTF8.GetBytes(input), int.MaxValue / 2));

    /// <summary>The ranges of the input that are masked.</summary>
    public static IReadOnlyList<(long Start, long End)> Ranges(SecretMasker masker, byte[] input)
    {
        var finder = new SecretFinder(masker, 0);
        finder.Scan(input, 0, isEnd: true);
        return finder.Masked.All;
    }

    /// <summary>What stands in place of a form: the replacement in each of its lines.</summary>
    public static string Replaced(string form) =>
        string.Join('\n', form.Split('\n').Select(l => l.Length == 0 ? "" : SecretMasker.Replacement));
}
