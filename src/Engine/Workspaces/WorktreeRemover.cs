using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>Removes worktrees in which nothing would be lost.</summary>
internal sealed class WorktreeRemover(Git git)
{
    /// <summary>Removes the worktree and its branch.</summary>
    /// <returns>Null when it is gone; else why it stays.</returns>
    public async Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken)
    {
        try
        {
            return await TryRemoveAsync(repositoryPath, RealPath.Of(workspacePath), cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return missing.Message;
        }
    }

    private async Task<string?> TryRemoveAsync(string root, string path, CancellationToken cancellationToken)
    {
        var list = await git.RunAsync(root, ["worktree", "list", "--porcelain"], cancellationToken);
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

        var (fault, mark) = own.Exists ? await LossAsync(own, cancellationToken) : (null, null);
        if (fault is not null)
        {
            return fault;
        }

        var removed = await git.RunAsync(root, ["worktree", "remove", "--force", path], cancellationToken);
        if (!removed.IsSuccess)
        {
            return $"workspace {path} cannot be removed: {removed.Reason}";
        }

        // Its commits are on another branch, so the name holds nothing any more; a branch that is not ours stays.
        if (mark is { } tip)
        {
            await git.RunAsync(root, ["update-ref", "-d", $"refs/heads/{tip.Branch}", tip.Commit], cancellationToken);
        }

        return null;
    }

    private async Task<(string? Fault, (string Branch, string Commit)? Tip)> LossAsync(GitWorktree own, CancellationToken cancellationToken)
    {
        var status = await git.RunAsync(own.Path, ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"], cancellationToken);
        // Of its own branch only what another branch, a remote or a tag also holds is safe.
        string[] except = own.Branch is null ? [] : [$"--exclude={own.Branch}"];
        var commits = await git.RunAsync(own.Path, ["rev-list", "--count", "HEAD", "--not", .. except, "--branches", "--remotes", "--tags"], cancellationToken);
        var head = await git.RunAsync(own.Path, ["rev-parse", "HEAD"], cancellationToken);
        var folder = await git.RunAsync(own.Path, ["rev-parse", "--absolute-git-dir"], cancellationToken);
        if (new[] { status, commits, head, folder }.FirstOrDefault(result => !result.IsSuccess) is { } failed)
        {
            return ($"workspace {own.Path} stays, because git cannot say what it holds: {failed.Reason}", null);
        }

        var entries = status.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var untracked = entries.Count(entry => entry.StartsWith("??", StringComparison.Ordinal));
        var unmerged = int.Parse(commits.Output, CultureInfo.InvariantCulture);
        var losses = new[]
        {
            Count(entries.Length - untracked, "uncommitted change", "uncommitted changes"),
            Count(untracked, "untracked file", "untracked files"),
            Count(unmerged, "commit that is on no other branch", "commits that are on no other branch"),
        }.OfType<string>().ToList();
        if (losses.Count > 0)
        {
            return ($"workspace {own.Path} stays, because it holds {string.Join(", ", losses)}: commit and merge what is needed, then remove it", null);
        }

        var isOurs = WorkspaceMark.Read(folder.Output) is { } mark && string.Equals(mark.Branch, own.Branch, StringComparison.Ordinal);
        return (null, isOurs ? (own.Branch!, head.Output) : null);
    }

    private static string? Count(int number, string one, string many) => number switch
    {
        0 => null,
        1 => $"1 {one}",
        _ => $"{number.ToString(CultureInfo.InvariantCulture)} {many}",
    };
}
