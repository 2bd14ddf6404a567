using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Counts what a workspace holds against a commit: committed, uncommitted and untracked, as a checkpoint would keep it and a diff shows it. What a checkpoint
/// already holds of untracked files is no change. Safe beside an agent that writes.
/// </summary>
internal sealed class ChangeCounter(Git git, TimeProvider time)
{
    private readonly CheckpointTreeWriter _trees = new(git);
    private readonly WorkspaceDiffs _diffs = new(git, time);

    /// <summary>The size of the change.</summary>
    /// <exception cref="InvalidOperationException">git cannot compare.</exception>
    public async Task<ChangeSummary> CountAsync(string path, string baseCommit, CancellationToken cancellationToken)
    {
        try
        {
            if (GitFolder.Of(path) is not { } folder)
            {
                throw Fault(path, "it does not exist or is no git worktree any more", cause: null);
            }

            using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
            var (tree, fault) = await _trees.WriteAsync(path, index, cancellationToken);
            if (tree is null)
            {
                throw Fault(path, fault!, cause: null);
            }

            var list = await _diffs.ListAsync(new DiffEnds(path, baseCommit, tree.Tree), cancellationToken);
            return list.Fault is null ? new ChangeSummary(list.Total, list.Added, list.Removed) : throw Fault(path, list.Fault, cause: null);
        }
        catch (Exception broken) when (broken is GitMissingException or IOException or UnauthorizedAccessException)
        {
            throw Fault(path, broken.Message, broken);
        }
    }

    /// <summary>Name of the tree of a commit, or of the files as they are; null when git cannot say.</summary>
    public async Task<string?> TreeAsync(string path, string? commit, CancellationToken cancellationToken)
    {
        try
        {
            if (GitFolder.Of(path) is not { } folder)
            {
                return null;
            }

            var named = commit is null ? await WrittenAsync(path, folder, cancellationToken) : $"{commit}^{{tree}}";
            var tree = named is null ? null : await git.RunAsync(path, ["rev-parse", "--verify", "--quiet", "--end-of-options", named], cancellationToken);
            return tree is { IsSuccess: true } ? tree.Output : null;
        }
        catch (Exception broken) when (broken is GitMissingException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<string?> WrittenAsync(string path, GitFolder folder, CancellationToken cancellationToken)
    {
        using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
        return (await _trees.WriteAsync(path, index, cancellationToken)).Tree?.Tree;
    }

    private static InvalidOperationException Fault(string path, string why, Exception? cause) => new($"the changes of workspace {path} cannot be counted: {why}", cause);
}
