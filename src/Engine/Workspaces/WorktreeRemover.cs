namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Removes worktrees in which nothing would be lost, or of which a person was told what is. Killed anywhere, the next call either finds the worktree as it was or goes on
/// (<see cref="CondemnedFolder"/>).
/// </summary>
internal sealed class WorktreeRemover(Git git, TimeProvider time)
{
    // git's own word while it makes a worktree; any other lock is a person's.
    private const string Unfinished = "initializing";

    private readonly GitWorktrees _worktrees = new(git);
    private readonly WorkspaceInspector _inspector = new(git, time);
    private readonly RunBranch _branch = new(git, new WorkspaceInspector(git, time), time);

    /// <summary>Removes the worktree, and its branch when another one holds its commits.</summary>
    public async Task<WorkspaceRemovalOutcome> RemoveAsync(WorkspaceRemovalOrder order, CancellationToken cancellationToken)
    {
        var path = RealPath.Of(order.WorkspacePath);
        try
        {
            return await TryRemoveAsync(order, path, new CondemnedFolder(path), cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return new WorkspaceRemovalOutcome(missing.Message);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return new WorkspaceRemovalOutcome($"workspace {path} cannot be removed: {broken.Message}");
        }
    }

    private async Task<WorkspaceRemovalOutcome> TryRemoveAsync(WorkspaceRemovalOrder order, string path, CondemnedFolder folder, CancellationToken cancellationToken)
    {
        if (folder.PutBack())
        {
            // While it was set aside, git may have written down where it found it.
            await _worktrees.RunAsync(path, ["worktree", "repair"], cancellationToken);
        }

        var root = order.RepositoryPath;
        var list = await _worktrees.RunAsync(root, ["worktree", "list", "--porcelain"], cancellationToken);
        if (!list.IsSuccess && GitFolder.Of(root) is not null)
        {
            return new WorkspaceRemovalOutcome($"workspace {path} cannot be removed: {list.Reason}");
        }

        var own = Own(list, path, folder);
        if (Obstacle(own, path) is { } obstacle)
        {
            return new WorkspaceRemovalOutcome(obstacle);
        }

        if (!Directory.Exists(path))
        {
            return order.IsTrial ? new WorkspaceRemovalOutcome(Fault: null) : await FinishAsync(order, path, folder, state: null, order.Branch, kept: null, cancellationToken);
        }

        var isStranger = own is null || !list.IsSuccess;
        var state = isStranger ? Unknown(order, path, list.IsSuccess) : await _inspector.InspectAsync(path, cancellationToken);
        if (isStranger && order.Branch is null)
        {
            return new WorkspaceRemovalOutcome(list.IsSuccess ? $"{path} is not a worktree of {root}: nothing was removed" : $"workspace {path} cannot be removed: {list.Reason}");
        }

        if (Loss(order, path, state) is { } loss)
        {
            return new WorkspaceRemovalOutcome(loss, state) { MayBeForced = true };
        }

        // Read before it goes: its mark says which branch was made for it.
        var branch = order.Branch ?? (GitFolder.Of(path) is { } git ? WorkspaceMark.Read(git.Own)?.Branch : null);
        if (await HeldAsync(order, state) is { } held)
        {
            return held;
        }

        string? kept = null;
        if (state is { Branch: null, Head: { } head, Unmerged: > 0 })
        {
            kept = await _branch.KeepAsync(root, branch ?? $"signalbox/{Path.GetFileName(Path.GetDirectoryName(path))}", head, CancellationToken.None);
            if (kept is null)
            {
                return new WorkspaceRemovalOutcome($"the commits of {path} are on no branch, and none can be made for them: nothing was removed", state);
            }
        }

        // From here on it is carried to its end, or back.
        return await SetAsideAsync(path, folder, state) is { } changed
            ? new WorkspaceRemovalOutcome(changed, state) { MayBeForced = true }
            : await FinishAsync(order, path, folder, state, branch, kept, CancellationToken.None);
    }

    // Nothing stands in the way any more, and nothing has been touched yet.
    private static async Task<WorkspaceRemovalOutcome?> HeldAsync(WorkspaceRemovalOrder order, WorkspaceState state) =>
        order.IsTrial ? new WorkspaceRemovalOutcome(Fault: null, state)
        : order.Begin is { } begin && await begin(state) is { } stopped ? new WorkspaceRemovalOutcome(stopped, state)
        : null;

    private static GitWorktree? Own(GitResult list, string path, CondemnedFolder folder) => GitWorktree.Parse(list.Output)
        .FirstOrDefault(w => string.Equals(w.Path, path, StringComparison.Ordinal) || string.Equals(w.Path, folder.Aside, StringComparison.Ordinal));

    private static string? Obstacle(GitWorktree? own, string path) => own switch
    {
        { IsMain: true } => $"{path} is the repository itself: nothing was removed",
        { LockReason: { } reason } when reason is not Unfinished => $"workspace {path} is locked{(reason.Length == 0 ? "" : $" ({reason})")}: run `git worktree unlock {path}` first",
        _ => null,
    };

    private static WorkspaceState Unknown(WorkspaceRemovalOrder order, string path, bool hasRepository) => new(
        Exists: true, Branch: null, Head: null, 0, 0, 0, IsMerged: false, [],
        hasRepository ? $"{path} is no worktree of {order.RepositoryPath} any more" : $"the repository {order.RepositoryPath} is gone");

    private static string? Loss(WorkspaceRemovalOrder order, string path, WorkspaceState state)
    {
        if (order.IsTold)
        {
            return order.Told is null || string.Equals(order.Told, state.Fingerprint, StringComparison.Ordinal)
                ? null
                : $"workspace {path} stays, because it holds something else by now than was told: {Said(state)}";
        }

        return state.Fault is { } fault ? $"workspace {path} stays, because git cannot say what it holds: {fault}"
            : state.IsClean ? null
            : $"workspace {path} stays, because it holds {Said(state)}: commit and merge what is needed, then remove it";
    }

    // The commits before what checkpoints leave out, as a person reads from what is plain to what is special.
    private static string Said(WorkspaceState state)
    {
        if (state.Fault is not null)
        {
            return state.Fault;
        }

        var plain = state.Losses.Count - state.LeftOut.Count - (state.Operation is null ? 0 : 1);
        return string.Join(", ", state.Losses.Take(plain).Concat(state.Unmerged > 0 ? state.Stays.Take(1) : []).Concat(state.Losses.Skip(plain)).DefaultIfEmpty("nothing that would be lost"));
    }

    /// <summary>Renames it and looks once more: what was written between the look and the name is not lost either.</summary>
    private async Task<string?> SetAsideAsync(string path, CondemnedFolder folder, WorkspaceState state)
    {
        folder.SetAside();

        // A submodule knows its place by its path, so that git cannot look at one that was moved.
        if (state.Fault is null && !File.Exists(Path.Combine(folder.Aside, ".gitmodules")))
        {
            var again = await _inspector.InspectAsync(folder.Aside, CancellationToken.None);
            if (!string.Equals(again.Fingerprint, state.Fingerprint, StringComparison.Ordinal))
            {
                folder.PutBack();
                await _worktrees.RunAsync(path, ["worktree", "repair"], CancellationToken.None);
                return $"workspace {path} stays, because something was written in it just now: {again.Fault ?? Said(again)}";
            }
        }

        folder.Doom();
        return null;
    }

    /// <summary>All that is left to do when the folder is out of the way; each part of it can be done again.</summary>
    private async Task<WorkspaceRemovalOutcome> FinishAsync(
        WorkspaceRemovalOrder order, string path, CondemnedFolder folder, WorkspaceState? state, string? branch, string? kept, CancellationToken cancellationToken)
    {
        var root = order.RepositoryPath;
        if (GitFolder.Of(root) is not null)
        {
            // Asked once more: git notes where it finds a worktree whose note is a day old, and it was found under another name.
            if (Own(await _worktrees.RunAsync(root, ["worktree", "list", "--porcelain"], cancellationToken), path, folder) is { } own)
            {
                // Twice --force: also one that git had not finished to make.
                var removed = await _worktrees.RunAsync(root, ["worktree", "remove", "--force", "--force", own.Path], cancellationToken);
                if (!removed.IsSuccess)
                {
                    return new WorkspaceRemovalOutcome($"workspace {order.WorkspacePath} cannot be removed: {removed.Reason}", state);
                }
            }

            if (branch is not null && !await _branch.DropAsync(root, branch, cancellationToken) && await _branch.ExistsAsync(root, branch, cancellationToken))
            {
                kept ??= branch;
            }
        }

        folder.Delete();
        folder.DeleteEmptyParent();
        return new WorkspaceRemovalOutcome(Fault: null, state, kept);
    }
}
