using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Terminals;

/// <summary>
/// Names in tmux: letters, digits, <c>_</c> and <c>-</c> only. A dot or colon would be part of a target, <c>#{...}</c> and <c>#(...)</c> are carried out where
/// tmux shows a name, and a leading dash would be an option.
/// </summary>
internal static class TerminalNames
{
    private const int Longest = 60;

    /// <summary>The socket of a data directory: each has a tmux of its own, beside the person's.</summary>
    public static string Socket(string folder) =>
        "signalbox-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))))[..8];

    /// <summary>The session of a run.</summary>
    public static string Session(Run run) => Clean(run.Key);

    /// <summary>The window of an attempt.</summary>
    public static string Window(StepRun step, Attempt attempt)
    {
        var item = step.ItemIndex is { } index ? string.Create(CultureInfo.InvariantCulture, $"-{index + 1}") : "";
        return Clean(string.Create(CultureInfo.InvariantCulture, $"{step.StepId}{item}_{attempt.Number}"));
    }

    /// <summary>A text as a name.</summary>
    public static string Clean(string text)
    {
        var name = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '_' || (c is '-' && name.Length > 0) ? c : '_');
        }

        return name.Length == 0 ? "_" : name.ToString();
    }
}
