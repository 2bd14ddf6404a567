using Signalbox.Engine.Files;

namespace Signalbox.Engine.Learnings;

/// <summary><c>.ai/project/learnings/{bugs,patterns,anti_patterns}.md</c> of a repository (spec 4, 4.1): a list of lines. People edit them; their words stay.</summary>
public static class LearningFiles
{
    /// <summary>The folder, relative to the repository.</summary>
    public const string Folder = ".ai/project/learnings";

    /// <summary>Path of a kind's file, relative to the repository.</summary>
    public static string PathOf(LearningKind kind) => $"{Folder}/{LearningWords.Of(kind)}.md";

    /// <summary>The learnings that a file lists; none when there is no file that can be read.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string repository, LearningKind kind, CancellationToken cancellationToken) =>
        await RepositoryText.ReadAsync(repository, PathOf(kind), cancellationToken) is { Text: { } text } ? Entries(text) : [];

    /// <summary>Adds a learning to its file, or takes it out. What else is there stays as it is.</summary>
    /// <returns>Null when done; else why not, in one sentence.</returns>
    public static async Task<string?> WriteAsync(string repository, LearningKind kind, string learning, bool isThere, CancellationToken cancellationToken)
    {
        var (text, fault) = await RepositoryText.ReadAsync(repository, PathOf(kind), cancellationToken);
        if (fault is null && Entries(text ?? "").Contains(learning, StringComparer.Ordinal) == isThere)
        {
            return null;
        }

        fault ??= await RepositoryText.WriteAsync(repository, PathOf(kind), isThere ? With(text, kind, learning) : Without(text!, learning), cancellationToken);
        return fault is null ? null : $"{PathOf(kind)} of the repository was not written: {fault}";
    }

    /// <summary>The entries of a file's list.</summary>
    internal static IReadOnlyList<string> Entries(string text) =>
        [.. text.Split('\n').Where(l => l.StartsWith("- ", StringComparison.Ordinal) || l.StartsWith("* ", StringComparison.Ordinal)).Select(l => l[2..].Trim()).Where(l => l.Length > 0)];

    private static string With(string? text, LearningKind kind, string learning)
    {
        text ??= $"# {kind switch { LearningKind.Bugs => "Bug patterns", LearningKind.Patterns => "Code patterns", LearningKind.AntiPatterns => "What to avoid" }}\n\n";
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return $"{text}{(text.Length == 0 || text.EndsWith('\n') ? "" : end)}- {learning}{end}";
    }

    private static string Without(string text, string learning) =>
        string.Join('\n', text.Split('\n').Where(l => !(l is ['-' or '*', ' ', ..] && string.Equals(l[2..].Trim(), learning, StringComparison.Ordinal))));
}
