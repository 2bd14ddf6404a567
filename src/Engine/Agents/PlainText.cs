using System.Text;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents;

/// <summary>Makes text of an agent fit for one line of a message: hostile text may hold anything (design/security.md).</summary>
internal static partial class PlainText
{
    /// <summary>Characters of agent text that a message may quote.</summary>
    public const int QuoteLength = 300;

    /// <summary>Without escape sequences and control characters, trimmed, at most <paramref name="maxLength"/> characters.</summary>
    public static string OneLine(string text, int maxLength = QuoteLength)
    {
        var plain = new StringBuilder(Math.Min(text.Length, maxLength + 1));
        foreach (var rune in WithoutEscapes(text).EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                {
                    plain.Append(' ');
                }

                continue;
            }

            plain.Append(rune.ToString());
            if (plain.Length > maxLength)
            {
                break;
            }
        }

        return Cut(plain.ToString().Trim(), maxLength);
    }

    /// <summary>Without ANSI escape sequences (colours, cursor moves, titles, links).</summary>
    public static string WithoutEscapes(string text) =>
        text.Contains('\u001b', StringComparison.Ordinal) ? EscapeSequence().Replace(text, "") : text;

    /// <summary>The text, or its beginning and an ellipsis; never half a surrogate pair.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    [GeneratedRegex(@"\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
