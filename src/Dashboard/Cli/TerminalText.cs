using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Dashboard.Hosting.Output;

namespace Signalbox.Dashboard.Cli;

/// <summary>Text of agents for a terminal: colours pass, everything else that could act on the terminal is shown as such.</summary>
internal static partial class TerminalText
{
    /// <summary>The text with its colour sequences, ended by a reset.</summary>
    public static string KeepColours(string text)
    {
        if (!text.Contains('\u001b', StringComparison.Ordinal))
        {
            return LogFormat.OneLine(text);
        }

        var builder = new StringBuilder();
        var at = 0;
        foreach (var colour in Colour().EnumerateMatches(text))
        {
            builder.Append(LogFormat.OneLine(text[at..colour.Index])).Append(text, colour.Index, colour.Length);
            at = colour.Index + colour.Length;
        }

        return builder.Append(LogFormat.OneLine(text[at..])).Append("\u001b[0m").ToString();
    }

    /// <summary>The text without colours, for a file or a pipe.</summary>
    public static string Plain(string text) => LogFormat.OneLine(Colour().Replace(text, ""));

    [GeneratedRegex("\u001b\\[[0-9;:]{0,32}m", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
