namespace Signalbox.Engine.Workspaces;

/// <summary>What Signalbox itself lays into a workspace: nobody's change, and nobody's loss when the workspace goes, for the database has it.</summary>
public static class OwnFiles
{
    /// <summary>Folder of the session files (spec 4, 4.1), relative to the root of the workspace.</summary>
    public const string Sessions = ".ai/project/sessions";

    /// <summary>Whether a path relative to the root is one of them, or the folder itself.</summary>
    internal static bool Holds(string path) =>
        path.StartsWith(Sessions, StringComparison.Ordinal) && (path.Length == Sessions.Length || path[Sessions.Length] == '/');

    /// <summary>Whether an ignored file or folder holds nothing else. A repository may ignore the whole of <c>.ai/</c>.</summary>
    internal static bool IsAll(string root, string ignored)
    {
        if (Holds(ignored.TrimEnd('/')))
        {
            return true;
        }

        if (!ignored.EndsWith('/') || !$"{Sessions}/".StartsWith(ignored, StringComparison.Ordinal))
        {
            return false;
        }

        // A link is not followed: it is a file here, and somebody's.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 64 };
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(root, ignored), "*", options)
                .Where(e => !Directory.Exists(e) || new FileInfo(e).LinkTarget is not null)
                .All(e => Holds(Path.GetRelativePath(root, e)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
