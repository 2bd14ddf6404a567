namespace Signalbox.Engine.Workspaces;

/// <summary>Removes worktrees in which nothing would be lost, or of which a person was told what is.</summary>
internal sealed class WorktreeRemover(Git git)
{
    private readonly GitWorktrees _worktrees = new(git);
    private readonly WorkspaceInspector _inspector = new(git);

    /// <summary>Removes the worktree, and its branch when another one holds its commits.</summary>
    /// <param name="root">Path in the repository.</param>
    /// <param name="workspacePath">Root of the worktree.</param>
    /// <param name="isTold">Whether what is not committed may be lost.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is gone; else why it stays.</returns>
    public async Task<string?> RemoveAsync(string root, string workspacePath, bool isTold, CancellationToken cancellationToken)
    {
        try
        {
            return await TryRemoveAsync(root, RealPath.Of(workspacePath), isTold, cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return missing.Message;
        }
    }

    private async Task<string?> TryRemoveAsync(string root, string path, bool isTold, CancellationToken cancellationToken)
    {
        var list = await _worktrees.RunAsync(root, ["worktree", "list", "--porcelain"], cancellationToken);
        if (!list.IsSuccess)
        {
            return $"workspace {path} cannot be removed: {list.Reason}";
        }

        var own = GitWorktree.Parse(list.Output).FirstOrDefault(worktree => string.Equals(worktree.Path, path, StringComparison.Ordinal));
        if (own is null)
        {
            return Directory.Exists(path) ? $"{path} is not a worktree of {root}: nothing was removed" : null;
        }

        if (own.IsMain)
        {
            return $"{path} is the repository itself: nothing was removed";
        }

        if (own.LockReason is { } reason)
        {
            return $"workspace {path} is locked{(reason.Length == 0 ? "" : $" ({reason})")}: run `git worktree unlock {path}` first";
        }

        // Read before it goes: its mark says which branch was made for it.
        var isOurs = GitFolder.Of(path) is { } folder && WorkspaceMark.Read(folder.Own) is { } mark && string.Equals(mark.Branch, own.Branch, StringComparison.Ordinal);
        var state = await _inspector.InspectAsync(path, cancellationToken);
        if (!isTold && Loss(path, state) is { } loss)
        {
            return loss;
        }

        var removed = await _worktrees.RunAsync(root, ["worktree", "remove", "--force", path], cancellationToken);
        if (!removed.IsSuccess)
        {
            return $"workspace {path} cannot be removed: {removed.Reason}";
        }

        // Its commits are on another branch, so the name holds nothing any more; a branch that is not ours stays.
        if (isOurs && state is { Fault: null, Unmerged: 0, Head: { } head })
        {
            await git.RunAsync(root, ["update-ref", "-d", $"refs/heads/{own.Branch}", head], cancellationToken);
        }

        return null;
    }

    private static string? Loss(string path, WorkspaceState state)
    {
        if (state.Fault is { } fault)
        {
            return $"workspace {path} stays, because git cannot say what it holds: {fault}";
        }

        string?[] own =
        [
            Count(state.Uncommitted, "uncommitted change", "uncommitted changes"),
            Count(state.Untracked, "untracked file", "untracked files"),
            Count(state.Unmerged, "commit that is on no other branch", "commits that are on no other branch"),
        ];
        var losses = own.OfType<string>().Concat(state.LeftOut).ToList();
        return losses.Count == 0 ? null : $"workspace {path} stays, because it holds {string.Join(", ", losses)}: commit and merge what is needed, then remove it";
    }

    private static string? Count(int number, string one, string many) => number == 0 ? null : LeftOutWork.Count(number, one, many);
}
