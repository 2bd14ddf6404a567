using System.Buffers;
using System.Globalization;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>
/// Cuts text that an agent wrote into what can be shown as it is and marks for what would be invisible, hide or reorder the rest: controls, bidirectional
/// formatting, zero-width characters and tags. A reviewer sees every character that a compiler sees.
/// </summary>
public static class InertText
{
    // C0 and C1 except tab, soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width and directional marks, line separators, embeddings and
    // isolates, invisible operators, fillers, byte-order mark, and the surrogate that begins the tags (U+E0000)
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [
            .. Range(0x00, 0x08), .. Range(0x0A, 0x1F), .. Range(0x7F, 0x9F), '\u00AD', '\u061C', '\u115F', '\u1160', '\u180E', .. Range(0x200B, 0x200F), .. Range(0x2028, 0x202E),
            .. Range(0x2060, 0x206F), '\u3164', '\uFEFF', '\uFFA0', .. Range(0xFFF9, 0xFFFB), '\uDB40',
        ]);

    /// <summary>The pieces in order; most texts are one.</summary>
    public static IReadOnlyList<(string Text, bool IsMark)> Pieces(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return text.Length == 0 ? [] : [(text, false)];
        }

        var pieces = new List<(string, bool)>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var at = rest.IndexOfAny(Suspects);
            if (at < 0)
            {
                pieces.Add((rest.ToString(), false));
                break;
            }

            if (at > 0)
            {
                pieces.Add((rest[..at].ToString(), false));
            }

            var isPair = char.IsHighSurrogate(rest[at]) && at + 1 < rest.Length && char.IsLowSurrogate(rest[at + 1]);
            pieces.Add((Mark(isPair ? char.ConvertToUtf32(rest[at], rest[at + 1]) : rest[at]), true));
            rest = rest[(at + (isPair ? 2 : 1))..];
        }

        return pieces;
    }

    private static string Mark(int code) => code switch
    {
        < 0x20 => $"^{(char)(0x40 + code)}",
        0x7F => "^?",
        _ => string.Create(CultureInfo.InvariantCulture, $"⟨U+{code:X4}⟩"),
    };

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
