using System.Text.RegularExpressions;

namespace Signalbox.Engine.Logs.Search;

/// <summary>Lines as a person reads them in the log view, which drops escape sequences by the same expression (Client/src/logview/ansi.ts).</summary>
public static partial class PlainText
{
    private const char Escape = '\u001b';
    private const char ControlSequence = '\u009b';

    /// <summary>The line without escape sequences.</summary>
    public static string Of(string line) => line.AsSpan().ContainsAny(Escape, ControlSequence) ? Escapes().Replace(line, "") : line;

    // CSI ... final | OSC ... BEL/ST | DCS, SOS, PM, APC ... ST | two-character escapes | an open CSI at the end | a lone ESC
    [GeneratedRegex(
        @"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\z)|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c|\z)|\x1b[ -/]*[0-Z\\-~]|(?:\x1b\[|\x9b)[0-?]*[ -/]*\z|\x1b",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Escapes();
}
