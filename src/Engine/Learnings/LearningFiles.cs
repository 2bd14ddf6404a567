using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Learnings;

/// <summary><c>.ai/project/learnings/{bugs,patterns,anti_patterns}.md</c> of a repository (spec 4, 4.1): a list of lines. People edit them; their words stay.</summary>
public static class LearningFiles
{
    /// <summary>The folder, relative to the repository.</summary>
    public const string Folder = ".ai/project/learnings";

    private const long MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Path of a kind's file, relative to the repository.</summary>
    public static string PathOf(LearningKind kind) => $"{Folder}/{LearningWords.Of(kind)}.md";

    /// <summary>The learnings that a file lists; none when there is no file that can be read.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string repository, LearningKind kind, CancellationToken cancellationToken) =>
        await TextAsync(repository, kind, cancellationToken) is { Text: { } text } ? Entries(text) : [];

    /// <summary>Adds a learning to its file, or takes it out. What else is there stays as it is.</summary>
    /// <returns>Null when done; else why not, in one sentence.</returns>
    public static async Task<string?> WriteAsync(string repository, LearningKind kind, string learning, bool isThere, CancellationToken cancellationToken)
    {
        var (text, fault) = await TextAsync(repository, kind, cancellationToken);
        fault ??= LinkFault(repository);
        if (fault is not null)
        {
            return $"{PathOf(kind)} of the repository was not written: {fault}";
        }

        if (Entries(text ?? "").Contains(learning, StringComparer.Ordinal) == isThere)
        {
            return null;
        }

        try
        {
            var path = Path.Combine(repository, PathOf(kind));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.tmp-{Guid.NewGuid():n}";
            await File.WriteAllTextAsync(temporary, isThere ? With(text, kind, learning) : Without(text!, learning), cancellationToken);
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{PathOf(kind)} of the repository was not written: {exception.Message}";
        }
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

    /// <summary>A folder that is a link could lead out of the repository.</summary>
    private static string? LinkFault(string repository)
    {
        var path = repository;
        foreach (var name in Folder.Split('/'))
        {
            path = Path.Combine(path, name);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return $"{path} is a link, which is not followed";
            }
        }

        return Directory.Exists(repository) ? null : $"{repository} is not there";
    }

    private static async Task<(string? Text, string? Fault)> TextAsync(string repository, LearningKind kind, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(repository, PathOf(kind), MaxBytes, UntrustedLinks.Refused);
        if (file is null)
        {
            return (null, isMissing ? null : fault);
        }

        await using (file)
        {
            var bytes = new byte[file.Length];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            try
            {
                return (Strict.GetString(bytes, 0, read), null);
            }
            catch (DecoderFallbackException)
            {
                return (null, "it is not UTF-8 text");
            }
        }
    }
}
