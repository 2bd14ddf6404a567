namespace Signalbox.Engine.Workspaces;

/// <summary>Takes a workspace back to a checkpoint. Nothing is lost: what is there must be held by another checkpoint, taken just before.</summary>
internal sealed class WorkspaceRestorer(Git git, TimeProvider time)
{
    private readonly CheckpointTreeWriter _trees = new(git);
    private readonly RestoreCollisions _collisions = new(git);
    private readonly HeadMover _head = new(git);

    /// <summary>Restores; the caller keeps other changes of the repository's worktrees away.</summary>
    /// <returns>Null when done; else one sentence.</returns>
    public async Task<string?> RestoreAsync(string path, string commit, string presentCommit, CancellationToken cancellationToken)
    {
        if (GitFolder.Of(path) is not { } folder)
        {
            return $"workspace {path} is gone or is no git worktree any more: nothing was restored";
        }

        try
        {
            // A run begins at a commit of the repository, before there is a checkpoint of it: that is one to go back to as well.
            return await CheckpointInfo.ReadAsync(git, path, presentCommit, cancellationToken) is { } present
                && (await CheckpointInfo.ReadAsync(git, path, commit, cancellationToken) ?? await CheckpointInfo.OfOriginAsync(git, path, commit, present, cancellationToken)) is { } target
                ? await RestoreAsync(path, folder, target, present, cancellationToken)
                : $"checkpoint {commit} or {presentCommit} is not in the repository of {path}: nothing was restored";
        }
        catch (GitMissingException missing)
        {
            return missing.Message;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return $"workspace {path} cannot be restored: {broken.Message}";
        }
    }

    private async Task<string?> RestoreAsync(string path, GitFolder folder, CheckpointInfo target, CheckpointInfo present, CancellationToken cancellationToken)
    {
        using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
        using var held = IndexLock.TryTake(folder, time);
        if (held is null)
        {
            return $"{IndexLock.PathIn(folder.Own)} exists: another git is at work in workspace {path}, or was killed; wait, or delete that file if none is";
        }

        if (await ChangedSinceAsync(path, index, present, cancellationToken) is { } changed)
        {
            return changed;
        }

        if (await _collisions.FindAsync(path, present.Tree, target.Tree, cancellationToken) is { } collision)
        {
            return collision;
        }

        if (await _head.ObstacleAsync(path, target, present, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        // git trusts a file whose times are the index's, and refuses to replace any other: one that changed after the look above stays.
        await IndexAsync(path, index, ["update-index", "-q", "--really-refresh"], cancellationToken);
        var files = await IndexAsync(path, index, ["read-tree", "-m", "-u", present.Tree, target.Tree], cancellationToken);
        if (!files.IsSuccess)
        {
            return $"the files of workspace {path} cannot be restored: {files.Reason}";
        }

        // From here on it is carried to its end: half way, the branch would not be that of the files.
        return await FinishAsync(path, folder, index, target, present);
    }

    private async Task<string?> FinishAsync(string path, GitFolder folder, TemporaryIndex index, CheckpointInfo target, CheckpointInfo present)
    {
        var staged = await IndexAsync(path, index, target.Parent is null ? ["read-tree", "--empty"] : ["read-tree", "-m", target.Parent], CancellationToken.None);
        if (!staged.IsSuccess)
        {
            return $"the index of workspace {path} cannot be restored: {staged.Reason}";
        }

        File.Move(index.Path, Path.Combine(folder.Own, "index"), overwrite: true);
        await _head.ForgetOperationsAsync(path, folder);
        return await _head.MoveAsync(path, target, present);
    }

    /// <summary>Whether the checkpoint that was just taken still is what is there.</summary>
    private async Task<string?> ChangedSinceAsync(string path, TemporaryIndex index, CheckpointInfo present, CancellationToken cancellationToken)
    {
        var (now, fault) = await _trees.WriteAsync(path, index, cancellationToken);
        if (now is null)
        {
            return $"the files of workspace {path} cannot be read: {fault}";
        }

        var tree = await git.RunAsync(path, ["rev-parse", "--verify", now.Tree], cancellationToken);
        return tree.IsSuccess
            && string.Equals(tree.Output, present.Tree, StringComparison.Ordinal)
            && string.Equals(now.Head, present.Parent, StringComparison.Ordinal)
            && string.Equals(now.Branch, present.Branch, StringComparison.Ordinal)
            ? null
            : $"workspace {path} is not as checkpoint {present.Commit} holds it: something wrote in it since; take another checkpoint, then restore";
    }

    private Task<GitResult> IndexAsync(string path, TemporaryIndex index, string[] arguments, CancellationToken cancellationToken) =>
        git.RunAsync(
            new GitCall(path, ["-c", "submodule.recurse=false", "-c", "core.splitIndex=false", .. arguments]) { Environment = index.Environment, Limit = Git.LongTime },
            cancellationToken);
}
