namespace Signalbox.Engine.Workspaces;

/// <summary>
/// A file in git's own folder of a worktree which says that the worktree is finished and ours. It is written last: a
/// worktree without it is a half one in which nobody has worked yet, and may be made again.
/// </summary>
internal static class WorkspaceMark
{
    private const string Name = "signalbox-workspace";

    /// <summary>Branch and base commit of a finished worktree; null when it is not finished or not ours.</summary>
    public static (string Branch, string BaseCommit)? Read(string gitFolder)
    {
        var path = Path.Combine(gitFolder, Name);
        return File.Exists(path) && File.ReadAllText(path).Split('\n') is [{ Length: > 0 } branch, { Length: > 0 } commit, ..] ? (branch, commit) : null;
    }

    /// <summary>Says that the worktree is finished.</summary>
    public static async Task WriteAsync(string gitFolder, string branch, string baseCommit, CancellationToken cancellationToken)
    {
        var path = Path.Combine(gitFolder, Name);
        await File.WriteAllTextAsync($"{path}.new", $"{branch}\n{baseCommit}\n", cancellationToken);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
