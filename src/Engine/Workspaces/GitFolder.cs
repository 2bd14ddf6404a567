namespace Signalbox.Engine.Workspaces;

/// <summary>Where git keeps what belongs to a work tree; found without calling it.</summary>
/// <param name="Own">Folder of this work tree: HEAD and index.</param>
/// <param name="Common">Folder of the repository: objects and branches; the same as <paramref name="Own"/> but for linked worktrees.</param>
internal sealed record GitFolder(string Own, string Common)
{
    private const int MaxPointer = 8 * 1024;

    /// <summary>Of the work tree whose root this is; null when it is none.</summary>
    public static GitFolder? Of(string root)
    {
        var pointer = Path.Combine(root, ".git");
        try
        {
            var own = Directory.Exists(pointer) ? pointer : Read(pointer) is { } text && text.StartsWith("gitdir: ", StringComparison.Ordinal) ? Path.GetFullPath(text["gitdir: ".Length..], root) : null;
            if (own is null || !File.Exists(Path.Combine(own, "HEAD")))
            {
                return null;
            }

            return new GitFolder(own, Read(Path.Combine(own, "commondir")) is { } common ? Path.GetFullPath(common, own) : own);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A name for the repository that a path lies in, the same for each of its work trees.</summary>
    public static string Key(string path)
    {
        for (var folder = RealPath.Of(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Of(folder) is { } found)
            {
                return RealPath.Of(found.Common);
            }
        }

        return RealPath.Of(path);
    }

    private static string? Read(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length <= MaxPointer ? File.ReadAllText(path).Trim() : null;
    }
}
