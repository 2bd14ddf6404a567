namespace Signalbox.Engine.Workspaces;

/// <summary>Writes what a workspace holds against a commit as git prints it. The repository's own programs (hooks, textconv, external diff) never run.</summary>
internal sealed class PatchWriter(Git git, TimeProvider time)
{
    private readonly CheckpointTreeWriter _trees = new(git);

    /// <summary>The text.</summary>
    public async Task<WorkspacePatch> WriteAsync(string path, string baseCommit, int maxBytes, CancellationToken cancellationToken)
    {
        if (GitFolder.Of(path) is not { } folder)
        {
            return Fault($"workspace {path} is gone or is no git worktree any more");
        }

        try
        {
            using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
            var (tree, fault) = await _trees.WriteAsync(path, index, cancellationToken);
            if (tree is null)
            {
                return Fault($"git cannot say what workspace {path} holds: {fault}");
            }

            var call = new GitCall(path, ["-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--end-of-options", baseCommit, tree.Tree, "--"]) { Cut = maxBytes };
            var diff = await git.RunAsync(call, cancellationToken);
            return diff.IsSuccess
                ? new WorkspacePatch(diff.Output, diff.IsCut, tree.LeftOut.Sentences(withEmptyFolders: false), Fault: null)
                : Fault($"the changes of workspace {path} cannot be shown: {diff.Reason}");
        }
        catch (GitMissingException missing)
        {
            return Fault(missing.Message);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Fault($"the changes of workspace {path} cannot be read: {broken.Message}");
        }
    }

    private static WorkspacePatch Fault(string sentence) => new("", IsCut: false, [], sentence);
}
