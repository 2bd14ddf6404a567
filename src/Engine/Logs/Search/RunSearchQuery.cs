namespace Signalbox.Engine.Logs.Search;

/// <summary>What is looked for in the logs of all runs.</summary>
/// <param name="Text">A text of 3 to 200 characters, found wherever it stands in a line; small and capital letters are alike.</param>
public sealed record RunSearchQuery(string Text)
{
    /// <summary>Characters at least: the index knows the text by threes.</summary>
    public const int MinLength = 3;

    /// <summary>Characters at most.</summary>
    public const int MaxLength = 200;

    /// <summary>Hits of a page at most.</summary>
    public const int MaxLimit = 200;

    /// <summary>Only runs of this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only what was printed at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Goes on where a page ended.</summary>
    public string? Cursor { get; init; }

    /// <summary>Hits at most, 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>What is wrong with the text, in one sentence; null when nothing is.</summary>
    public string? Fault =>
        Text.EnumerateRunes().Count() < MinLength ? $"a search across runs needs {MinLength} characters or more"
        : Text.Length > MaxLength ? $"a search across runs takes {MaxLength} characters at most"
        : Text.Any(char.IsControl) ? "what is searched for is within one line and has no control characters"
        : null;
}
