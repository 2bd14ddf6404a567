using System.Text;

namespace Signalbox.Engine.Workspaces;

/// <summary>Makes checkpoint commits.</summary>
internal sealed class CheckpointWriter(Git git, TimeProvider time)
{
    private static readonly Dictionary<string, string> OurIdentity = new(StringComparer.Ordinal)
    {
        ["GIT_AUTHOR_NAME"] = "Signalbox",
        ["GIT_AUTHOR_EMAIL"] = "checkpoints@signalbox.invalid",
        ["GIT_COMMITTER_NAME"] = "Signalbox",
        ["GIT_COMMITTER_EMAIL"] = "checkpoints@signalbox.invalid",
    };

    private readonly CheckpointTreeWriter _trees = new(git);

    /// <summary>The commit, or why there is none.</summary>
    public async Task<CheckpointCommit> WriteAsync(string path, string refName, string message, CancellationToken cancellationToken)
    {
        if (!CheckpointRefs.IsName(refName))
        {
            return Fault($"'{refName}' is not the name of a checkpoint: it is refs/signalbox/RUN/CHECKPOINT");
        }

        try
        {
            return GitFolder.Of(path) is { } folder
                ? await WriteAsync(path, folder, refName, message, cancellationToken)
                : Fault($"workspace {path} is gone or is no git worktree any more");
        }
        catch (GitMissingException missing)
        {
            return Fault(missing.Message);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Fault($"the index of workspace {path} cannot be copied: {broken.Message}");
        }
    }

    private async Task<CheckpointCommit> WriteAsync(string path, GitFolder folder, string refName, string message, CancellationToken cancellationToken)
    {
        using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
        var (tree, fault) = await _trees.WriteAsync(path, index, cancellationToken);
        if (tree is null)
        {
            return Fault($"the files of workspace {path} cannot be kept: {fault}");
        }

        var commit = await CommitAsync(path, tree, message, cancellationToken);
        if (!commit.IsSuccess)
        {
            return Fault($"the checkpoint of workspace {path} cannot be committed: {commit.Reason}");
        }

        var kept = await git.RunAsync(path, ["update-ref", refName, commit.Output], cancellationToken);
        return kept.IsSuccess
            ? new CheckpointCommit(commit.Output, Fault: null, tree.LeftOut.Sentences(withEmptyFolders: true))
            : Fault($"the checkpoint of workspace {path} cannot be kept under {refName}: {kept.Reason}");
    }

    private async Task<GitResult> CommitAsync(string path, CheckpointTree tree, string message, CancellationToken cancellationToken)
    {
        string[] parent = tree.Head is null ? [] : ["-p", tree.Head];
        var text = $"{message.Replace("\0", "", StringComparison.Ordinal).Trim()}\n\n{CheckpointInfo.Trailer(tree.Branch)}\n";
        // Without a configured identity git would make one up from the machine's name.
        var call = new GitCall(path, ["-c", "user.useConfigOnly=true", "-c", "commit.gpgSign=false", "-c", "i18n.commitEncoding=utf-8", "commit-tree", tree.Tree, .. parent, "-F", "-"])
        {
            Input = Encoding.UTF8.GetBytes(text),
        };
        var commit = await git.RunAsync(call, cancellationToken);
        return commit.IsSuccess ? commit : await git.RunAsync(call with { Environment = OurIdentity }, cancellationToken);
    }

    private static CheckpointCommit Fault(string sentence) => new(Commit: null, sentence, LeftOut: []);
}
