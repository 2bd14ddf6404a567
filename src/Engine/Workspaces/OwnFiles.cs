using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workspaces;

/// <summary>What Signalbox itself lays into a workspace: nobody's change, and nobody's loss when the workspace goes, for the database has it.</summary>
public static partial class OwnFiles
{
    /// <summary>Folder of the session files (spec 4, 4.1), relative to the root of the workspace.</summary>
    public const string Sessions = ".ai/project/sessions";

    private const string Within = Sessions + "/";

    /// <summary>
    /// Whether a path relative to the root is one of the files that are written here. The folder is open to everybody: any other file in it is somebody's work, and so
    /// is one that was set aside there.
    /// </summary>
    internal static bool Holds(string path) => path.StartsWith(Within, StringComparison.Ordinal) && Written().IsMatch(path[Within.Length..]);

    /// <summary>Whether an ignored file or folder holds nothing else. A repository may ignore the whole of <c>.ai/</c>.</summary>
    internal static bool IsAll(string root, string ignored)
    {
        if (!ignored.EndsWith('/'))
        {
            return IsOwn(root, ignored);
        }

        if (!ignored.StartsWith(Within, StringComparison.Ordinal) && !Within.StartsWith(ignored, StringComparison.Ordinal))
        {
            return false;
        }

        // A link is not followed: it is a file here, and somebody's.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 64 };
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(root, ignored), "*", options)
                .Where(e => !Directory.Exists(e) || new FileInfo(e).LinkTarget is not null)
                .All(e => IsOwn(root, Path.GetRelativePath(root, e)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsOwn(string root, string path) => Holds(path) && new FileInfo(Path.Combine(root, path)).LinkTarget is null;

    // With what a server that was killed while it wrote one of them leaves beside it.
    [GeneratedRegex(@"^(\.gitignore|claude-progress\.txt|agents/[^/]+\.af|history/[0-9]{4}-[0-9]{2}-[0-9]{2}_session[0-9]+\.log)(\.[0-9]+-[0-9]+\.tmp)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
