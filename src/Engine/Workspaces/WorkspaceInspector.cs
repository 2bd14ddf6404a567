using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>Finds out what a workspace holds.</summary>
internal sealed class WorkspaceInspector(Git git)
{
    /// <summary>Branches of runs, relative to <c>refs/heads/</c>: commits there are not merged anywhere yet.</summary>
    private const string RunBranches = "signalbox/*";

    private readonly WorkTreeReader _reader = new(git);

    /// <summary>The state.</summary>
    public async Task<WorkspaceState> InspectAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            return new WorkspaceState(Exists: false, Branch: null, Head: null, 0, 0, 0, IsMerged: false, [], Fault: null);
        }

        if (GitFolder.Of(path) is not { } folder)
        {
            return Fault($"workspace {path} is no git worktree any more");
        }

        try
        {
            return await InspectAsync(path, folder, cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return Fault(missing.Message);
        }
    }

    private async Task<WorkspaceState> InspectAsync(string path, GitFolder folder, CancellationToken cancellationToken)
    {
        var (tree, fault) = await _reader.ReadAsync(path, index: null, cancellationToken);
        if (tree is null)
        {
            return Fault($"git cannot say what workspace {path} holds: {fault}");
        }

        // Of its own branch only what another branch, a remote or a tag also holds is safe.
        string[] own = tree.Branch is null ? [] : [$"--exclude={tree.Branch}"];
        var unmerged = tree.Head is null ? 0 : await CountAsync(path, [.. own, "--branches", "--remotes", "--tags"], cancellationToken);
        if (unmerged is not { } commits)
        {
            return Fault($"git cannot say which commits of workspace {path} are merged");
        }

        var hasWork = tree.Head is not null && WorkspaceMark.Read(folder.Own) is { } mark && !string.Equals(mark.BaseCommit, tree.Head, StringComparison.Ordinal);
        var isMerged = commits == 0 && hasWork && await CountAsync(path, [.. own, $"--exclude={RunBranches}", "--branches", "--remotes", "--tags"], cancellationToken) == 0;
        var left = LeftOutWork.Find(path, tree, refused: [], cancellationToken);
        return new WorkspaceState(
            Exists: true, tree.Branch, tree.Head, tree.Uncommitted, tree.Untracked.Count, commits, isMerged, left.Sentences(withEmptyFolders: false), Fault: null);
    }

    private async Task<int?> CountAsync(string path, string[] except, CancellationToken cancellationToken)
    {
        var count = await git.RunAsync(path, ["rev-list", "--count", "HEAD", "--not", .. except], cancellationToken);
        return count.IsSuccess ? int.Parse(count.Output, CultureInfo.InvariantCulture) : null;
    }

    private static WorkspaceState Fault(string sentence) => new(Exists: true, Branch: null, Head: null, 0, 0, 0, IsMerged: false, [], sentence);
}
