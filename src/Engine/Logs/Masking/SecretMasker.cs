using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>
/// Replaces secrets by <c>***</c>, in whatever form of <see cref="FormMatcher"/> they stand (design/engine.md, Logs; docs/adr/0006-secrets.md).
/// Whether a byte is masked depends on no more than <see cref="LongestForm"/> bytes on either side of it, so that any part of a file can be
/// masked by itself. Line feeds are kept: masking changes no line number. Immutable; never prints what it looks for.
/// </summary>
public sealed class SecretMasker
{
    /// <summary>What stands in place of a secret: once for each stretch of masked bytes within a line.</summary>
    public const string Replacement = "***";

    private readonly IReadOnlyList<SecretPattern> _patterns;
    private readonly SearchFilter? _filter;

    private SecretMasker(IReadOnlyList<SecretPattern> patterns)
    {
        _patterns = patterns;
        _filter = patterns.Count == 0 ? null : new SearchFilter(patterns);
        LongestForm = patterns.Count == 0 ? 0 : patterns.Max(p => p.LongestForm);
    }

    /// <summary>Masks nothing.</summary>
    public static SecretMasker None { get; } = new([]);

    /// <summary>Nothing is masked.</summary>
    public bool IsEmpty => _filter is null;

    /// <summary>Bytes of the longest form of any of the secrets; one less is what may be held back at most. Not above 256 KiB.</summary>
    public int LongestForm { get; }

    /// <summary>A masker of these values; building one costs some 50 microseconds a secret, and about 20 KiB.</summary>
    /// <exception cref="ArgumentException">A value is under 8 bytes in UTF-8 apart from line ends around it, which the catalogue refuses.</exception>
    public static SecretMasker Create(IEnumerable<string> values)
    {
        var all = values.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (Encoding.UTF8.GetByteCount(all[i].Trim('\r', '\n')) < SecretPatterns.MinBytes)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"value {i + 1} of {all.Count} is under {SecretPatterns.MinBytes} bytes and cannot be masked"), nameof(values));
            }
        }

        return all.Count == 0 ? None : new SecretMasker(SecretPatterns.Of(all));
    }

    /// <summary>The text with every secret in it replaced; the same object when there is none. For events, errors, prompts, outputs.</summary>
    public string MaskText(string text)
    {
        if (IsEmpty || text.Length < SecretPatterns.MinBytes)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var masked = new MaskedRanges();
        var found = new List<(int Start, int End)>();
        Scan(bytes, isEnd: true, found);
        if (found.Count == 0)
        {
            return text;
        }

        masked.Add(found, 0);
        return Encoding.UTF8.GetString(masked.Apply(bytes, 0, afterLineFeed: true));
    }

    /// <summary>Adds the matches in a text to the list, in no order.</summary>
    /// <returns>All matches that begin before this place are in the list, whatever follows the text.</returns>
    internal int Scan(ReadOnlySpan<byte> text, bool isEnd, List<(int Start, int End)> found)
    {
        if (_filter is null)
        {
            return text.Length;
        }

        var scan = new SecretScan(_filter, _patterns, text, isEnd, found);
        scan.Run();
        return scan.Decided;
    }
}
