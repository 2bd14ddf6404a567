namespace Signalbox.Engine.Agents.Cli;

/// <summary>Shows the change of a file as lines that begin with <c>-</c> and <c>+</c>, from what an agent says it replaced. Bounded.</summary>
internal static class ChangeText
{
    private const int MaxLength = 32 * 1024;

    /// <summary>All of it is new; null when it is not told.</summary>
    public static string? Added(string? text) => text is null ? null : Cut(Marked('+', text));

    /// <summary>One text in place of another; null when neither is told.</summary>
    public static string? Replaced(string? before, string? after) => (before, after) switch
    {
        (null, null) => null,
        _ => Cut(string.Join('\n', ((string?[])[Marked('-', before), Marked('+', after)]).Where(part => !string.IsNullOrEmpty(part)))),
    };

    /// <summary>Several changes of one file; null when there is none.</summary>
    public static string? Joined(IEnumerable<string?> parts) => Cut(string.Join("\n@@\n", parts.Where(part => !string.IsNullOrEmpty(part))));

    /// <summary>A text that fits; null for an empty one.</summary>
    public static string? Cut(string? text) => string.IsNullOrEmpty(text) ? null : PlainText.Cut(text, MaxLength);

    private static string Marked(char mark, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // A file of a gigabyte is not split first to be cut then.
        var lines = (text.Length > MaxLength ? PlainText.Cut(text, MaxLength) : text).Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return string.Join('\n', lines.Take(count).Select(line => mark + line));
    }
}
