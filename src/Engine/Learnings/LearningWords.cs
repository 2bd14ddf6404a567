using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Learnings;

/// <summary>How learnings are written: the names of their kinds, and the line by which an agent proposes one.</summary>
public static partial class LearningWords
{
    /// <summary>Characters of a learning.</summary>
    public const int MaxText = 2_000;

    /// <summary>The names of the kinds, as files and prompts have them.</summary>
    public static IReadOnlyList<string> Kinds => TemplateHelpers.LearningKinds;

    /// <summary>Name of a kind.</summary>
    public static string Of(LearningKind kind) => kind switch
    {
        LearningKind.Bugs => "bugs",
        LearningKind.Patterns => "patterns",
        LearningKind.AntiPatterns => "anti_patterns",
    };

    /// <summary>The kind of a name; null when there is none.</summary>
    public static LearningKind? Read(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        "bugs" or "bug" => LearningKind.Bugs,
        "patterns" or "pattern" => LearningKind.Patterns,
        "anti_patterns" or "anti_pattern" or "anti-patterns" or "anti-pattern" => LearningKind.AntiPatterns,
        _ => null,
    };

    /// <summary>What a line of progress notes proposes: <c>learning: TEXT</c>, or <c>learning: bugs: TEXT</c>. Null when it proposes nothing.</summary>
    public static (LearningKind Kind, string Text)? Proposal(string line)
    {
        var match = Line().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var text = OneLine(match.Groups["text"].Value);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Read(text[..colon]) is { } kind)
        {
            return OneLine(text[(colon + 1)..]) is { Length: > 0 } rest ? (kind, rest) : null;
        }

        return text.Length == 0 ? null : (LearningKind.Patterns, text);
    }

    /// <summary>A text on one line, no longer than a learning may be.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = string.Join(' ', text.Split((char[])['\r', '\n', '\t', '\0'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Trim();
        return line.Length <= MaxText ? line : line[..MaxText];
    }

    [GeneratedRegex(@"^\s*(?:[-*]\s+)?learning:(?<text>.*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
