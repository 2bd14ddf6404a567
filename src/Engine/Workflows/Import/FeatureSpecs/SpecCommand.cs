using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Import.FeatureSpecs;

/// <summary>
/// The command that a criterion names. Only a criterion that is nothing but a command names one: <c>`dotnet test` passes</c>, <c>run: make check</c>,
/// <c>$ make check</c>. A sentence with a function or a file between back-ticks is a sentence, and nothing of it is run.
/// </summary>
internal static partial class SpecCommand
{
    /// <summary>The command; null when the text is a sentence.</summary>
    public static string? Of(string? text)
    {
        var match = text is null ? Match.Empty : Command().Match(text);
        return match.Success && match.Groups["command"].Value.Trim() is { Length: > 0 } command ? command : null;
    }

    /// <summary>The commands of a task, each once, as a script that stops at the first that fails; null when none is named.</summary>
    public static string? Script(IEnumerable<string?> texts)
    {
        var commands = texts.Select(Of).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return commands.Count == 0 ? null : string.Join('\n', commands);
    }

    [GeneratedRegex(@"^\s*(?:(?:run:|\$ )(?<command>[^\r\n]+)|`(?<command>[^`\r\n]+)`(?:\s+(?:passes|pass|succeeds|exits 0|exits with 0|is green))?\s*\.?)\s*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
