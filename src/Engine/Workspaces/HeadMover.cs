namespace Signalbox.Engine.Workspaces;

/// <summary>Moves HEAD and its branch to where they were at a checkpoint.</summary>
internal sealed class HeadMover(Git git)
{
    private const string Reason = "signalbox: restore of a checkpoint";

    // What git keeps of an operation that is not finished, and the command that forgets it and touches nothing else.
    private static readonly (string Name, string Command)[] Operations =
    [
        ("MERGE_HEAD", "merge"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
        ("REVERT_HEAD", "revert"),
        ("rebase-apply/applying", "am"),
        ("rebase-merge", "rebase"),
        ("rebase-apply", "rebase"),
    ];

    /// <summary>Why HEAD cannot move without losing commits or getting in another worktree's way; null when it can.</summary>
    public async Task<string?> ObstacleAsync(string path, CheckpointInfo target, CheckpointInfo present, CancellationToken cancellationToken)
    {
        if (target.Branch is not { } branch || string.Equals(branch, present.Branch, StringComparison.Ordinal))
        {
            return null; // where HEAD is now is the parent of the present checkpoint, which holds it
        }

        var worktrees = await new GitWorktrees(git).ListAsync(path, cancellationToken);
        if (worktrees.FirstOrDefault(worktree => worktree.Exists && string.Equals(worktree.Branch, branch, StringComparison.Ordinal)) is { } other)
        {
            return $"branch '{branch}' of the checkpoint is checked out at {other.Path}: close that worktree, then restore";
        }

        if (await TipAsync(path, branch, cancellationToken) is not { } tip)
        {
            return null;
        }

        foreach (var holder in new[] { target.Parent, present.Commit }.OfType<string>())
        {
            if ((await git.RunAsync(path, ["merge-base", "--is-ancestor", tip, holder], cancellationToken)).IsSuccess)
            {
                return null;
            }
        }

        return $"branch '{branch}' of the checkpoint has commits that no checkpoint holds: check it out in {path} (`git switch {branch}`), take a checkpoint, then restore";
    }

    /// <summary>Forgets a merge, rebase or the like that was not finished: it belongs to the state that is left.</summary>
    public async Task ForgetOperationsAsync(string path, GitFolder folder)
    {
        foreach (var (name, command) in Operations)
        {
            if (Path.Exists(Path.Combine(folder.Own, name)))
            {
                await git.RunAsync(path, [command, "--quit"], CancellationToken.None);
            }
        }
    }

    /// <summary>Moves it.</summary>
    /// <returns>Null when done; else one sentence.</returns>
    public async Task<string?> MoveAsync(string path, CheckpointInfo target, CheckpointInfo present)
    {
        if (string.Equals(target.Branch, present.Branch, StringComparison.Ordinal))
        {
            return Said(path, target.Parent is null
                ? await RunAsync(path, "update-ref", "-d", "HEAD")
                : await RunAsync(path, "update-ref", "-m", Reason, "HEAD", target.Parent));
        }

        if (target.Branch is null)
        {
            return Said(path, await RunAsync(path, "update-ref", "--no-deref", "-m", Reason, "HEAD", target.Parent!));
        }

        var name = $"refs/heads/{target.Branch}";
        var moved = target.Parent is null ? await RunAsync(path, "update-ref", "-d", name) : await RunAsync(path, "update-ref", "-m", Reason, name, target.Parent);
        return Said(path, moved.IsSuccess ? await RunAsync(path, "symbolic-ref", "-m", Reason, "HEAD", name) : moved);
    }

    private async Task<string?> TipAsync(string path, string branch, CancellationToken cancellationToken)
    {
        var tip = await git.RunAsync(path, ["rev-parse", "--verify", "--quiet", $"refs/heads/{branch}"], cancellationToken);
        return tip.IsSuccess ? tip.Output : null;
    }

    private Task<GitResult> RunAsync(string path, params string[] arguments) => git.RunAsync(path, arguments, CancellationToken.None);

    private static string? Said(string path, GitResult result) =>
        result.IsSuccess ? null : $"the files of workspace {path} are restored, but its branch cannot be moved: {result.Reason}";
}
