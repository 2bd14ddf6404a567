using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Engine.Workspaces;

/// <summary>Finds out what a workspace holds.</summary>
internal sealed class WorkspaceInspector(Git git, TimeProvider time)
{
    /// <summary>Branches of runs, relative to <c>refs/heads/</c>: commits there are not merged anywhere yet.</summary>
    private const string RunBranches = "signalbox/*";

    // What git keeps of an operation that is not finished, and its name.
    private static readonly (string Name, string Word)[] Operations =
        [("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"), ("rebase-apply/applying", "am"), ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("BISECT_LOG", "bisect")];

    private readonly OverlookedFiles _reader = new(git, time);

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
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Fault($"workspace {path} cannot be read: {broken.Message}");
        }
    }

    /// <summary>Commits that nothing else of the repository holds; null when git cannot say.</summary>
    /// <param name="path">A path in the repository.</param>
    /// <param name="from">Where they end: a commit, a branch, HEAD.</param>
    /// <param name="own">The branch that does not count, for it may go; null: each counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<int?> CountUnmergedAsync(string path, string from, string? own, CancellationToken cancellationToken) =>
        CountAsync(path, from, [.. own is null ? [] : (string[])[$"--exclude={own}"], "--branches", "--remotes", "--tags"], cancellationToken);

    private async Task<WorkspaceState> InspectAsync(string path, GitFolder folder, CancellationToken cancellationToken)
    {
        var (tree, fault) = await _reader.ReadAsync(path, folder, cancellationToken);
        if (tree is null)
        {
            return Fault($"git cannot say what workspace {path} holds: {fault}");
        }

        // Of its own branch only what another branch, a remote or a tag also holds is safe.
        var unmerged = tree.Head is null ? 0 : await CountUnmergedAsync(path, "HEAD", tree.Branch, cancellationToken);
        if (unmerged is not { } commits)
        {
            return Fault($"git cannot say which commits of workspace {path} are merged");
        }

        string[] own = tree.Branch is null ? [] : [$"--exclude={tree.Branch}"];
        var hasWork = tree.Head is not null && WorkspaceMark.Read(folder.Own) is { } mark && !string.Equals(mark.BaseCommit, tree.Head, StringComparison.Ordinal);
        var isMerged = commits == 0 && hasWork && await CountAsync(path, "HEAD", [.. own, $"--exclude={RunBranches}", "--branches", "--remotes", "--tags"], cancellationToken) == 0;
        var left = LeftOutWork.Find(path, tree, refused: [], cancellationToken);
        List<string> untracked = [.. tree.Untracked.Where(name => !OwnFiles.Holds(name))];
        var state = new WorkspaceState(
            Exists: true, tree.Branch, tree.Head, tree.Uncommitted, untracked.Count, commits, isMerged, left.Sentences(withEmptyFolders: false), Fault: null)
        {
            UncommittedNames = Names(tree.UncommittedNames),
            UntrackedNames = Names(untracked),
            Operation = Operations.Where(o => Path.Exists(Path.Combine(folder.Own, o.Name))).Select(o => o.Word).FirstOrDefault(),
            Stashes = tree.Branch is null || !File.Exists(Path.Combine(folder.Common, "logs", "refs", "stash")) ? 0 : await CountStashesAsync(path, tree.Branch, cancellationToken),
        };
        return state with { Fingerprint = Fingerprint(path, tree, state) };
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string> names) => [.. names.Take(WorkspaceState.MaxNames).Select(GitCall.Readable)];

    /// <summary>What was found, and size and time of each file that git does not hold.</summary>
    private static string Fingerprint(string path, WorkTree tree, WorkspaceState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{state.Head} {state.Branch} {state.Operation}");
        foreach (var sentence in state.LeftOut)
        {
            Add(sentence);
        }

        foreach (var name in tree.UncommittedNames.Concat(tree.Untracked).Concat(tree.Ignored))
        {
            var file = new FileInfo(Path.Combine(path, GitCall.Decoded(name).TrimEnd('/')));
            Add(string.Create(CultureInfo.InvariantCulture, $"{name} {(file.Exists ? file.Length : -1)} {file.LastWriteTimeUtc.Ticks}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }

    // "WIP on BRANCH: ..." and "On BRANCH: ..." are git's own words.
    private async Task<int> CountStashesAsync(string path, string branch, CancellationToken cancellationToken)
    {
        var list = await git.RunAsync(path, ["stash", "list", "--format=%gs"], cancellationToken);
        return list.Output.Split('\n').Count(l => l.StartsWith($"WIP on {branch}: ", StringComparison.Ordinal) || l.StartsWith($"On {branch}: ", StringComparison.Ordinal));
    }

    private async Task<int?> CountAsync(string path, string from, string[] except, CancellationToken cancellationToken)
    {
        var count = await git.RunAsync(path, ["rev-list", "--count", from, "--not", .. except], cancellationToken);
        return count.IsSuccess ? int.Parse(count.Output, CultureInfo.InvariantCulture) : null;
    }

    private static WorkspaceState Fault(string sentence) => new(Exists: true, Branch: null, Head: null, 0, 0, 0, IsMerged: false, [], sentence);
}
