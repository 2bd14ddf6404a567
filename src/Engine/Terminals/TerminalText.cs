using System.Text;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Terminals;

/// <summary>Text of agents for a terminal: colours pass, everything else that could act on it (titles, clipboard, answers to questions) is shown as such.</summary>
internal static partial class TerminalText
{
    private const string Reset = "\u001b[0m";

    /// <summary>One line without its end.</summary>
    public static string Of(string line)
    {
        var shown = new StringBuilder(line.Length);
        var (at, isColoured) = (0, false);
        foreach (var colour in Colour().EnumerateMatches(line))
        {
            Add(shown, line.AsSpan(at, colour.Index - at));
            shown.Append(line, colour.Index, colour.Length);
            (at, isColoured) = (colour.Index + colour.Length, true);
        }

        Add(shown, line.AsSpan(at));
        return (isColoured ? shown.Append(Reset) : shown).ToString();
    }

    private static void Add(StringBuilder shown, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            shown.Append(c is '\t' || !char.IsControl(c) ? c : '\uFFFD');
        }
    }

    [GeneratedRegex("\u001b\\[[0-9;:]{0,32}m", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
