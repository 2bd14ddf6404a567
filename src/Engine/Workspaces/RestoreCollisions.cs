namespace Signalbox.Engine.Workspaces;

/// <summary>
/// What the files of another tree would be written over and the present tree does not hold: ignored files, repositories inside, pipes. git
/// itself overwrites ignored files without a word.
/// </summary>
internal sealed class RestoreCollisions(Git git)
{
    /// <summary>The first one, or why git cannot say; null when there is none.</summary>
    /// <param name="path">Root of the work tree.</param>
    /// <param name="present">The tree that holds its files.</param>
    /// <param name="target">The tree that is to be written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> FindAsync(string path, string present, string target, CancellationToken cancellationToken)
    {
        var list = await git.RunAsync(
            new GitCall(path, ["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=A", present, target]) { Encoding = GitCall.Bytes }, cancellationToken);
        if (!list.IsSuccess)
        {
            return $"the two states of workspace {path} cannot be compared: {list.Reason}";
        }

        HashSet<string>? held = null;
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in list.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(GitCall.Decoded))
        {
            if (InTheWay(path, name, folders) is { } found)
            {
                held ??= await HeldAsync(path, present, cancellationToken);
                if (LostUnder(path, found, held) is { } lost)
                {
                    return $"workspace {path} holds '{lost}', which no checkpoint holds and '{name}' of the checkpoint would replace: move it away, then restore";
                }
            }
        }

        return null;
    }

    /// <summary>What stands where a file is to come: itself, or on its way a file or the root of another repository.</summary>
    private static string? InTheWay(string root, string name, HashSet<string> folders)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            var folder = name[..slash];
            if (!folders.Add(folder))
            {
                continue;
            }

            var info = new DirectoryInfo(Path.Combine(root, folder));
            var isFolder = info is { Exists: true, LinkTarget: null };
            if ((!isFolder && IsThere(info.FullName)) || (isFolder && Path.Exists(Path.Combine(info.FullName, ".git"))))
            {
                return folder;
            }
        }

        return IsThere(Path.Combine(root, name)) ? name : null;
    }

    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static string? LostUnder(string root, string name, HashSet<string> held)
    {
        var folder = new DirectoryInfo(Path.Combine(root, name));
        if (folder is not { Exists: true, LinkTarget: null })
        {
            return held.Contains(name) ? null : name;
        }

        return Path.Exists(Path.Combine(folder.FullName, ".git"))
            ? name
            : folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
                .Select(entry => LostUnder(root, $"{name}/{entry.Name}", held))
                .FirstOrDefault(lost => lost is not null);
    }

    private async Task<HashSet<string>> HeldAsync(string path, string present, CancellationToken cancellationToken)
    {
        var list = await git.RunAsync(new GitCall(path, ["ls-tree", "-r", "-z", "--name-only", present]) { Encoding = GitCall.Bytes }, cancellationToken);
        return list.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(GitCall.Decoded).ToHashSet(StringComparer.Ordinal);
    }
}
