using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>Makes worktrees; safe to call again after an interrupted call.</summary>
internal sealed class WorktreeCreator(Git git, TimeProvider time)
{
    private const int MaxSuffix = 1000;

    // git's own word while it makes a worktree; any other lock is a person's.
    private const string Unfinished = "initializing";

    // What git says when something of that name or at that place is there: a case for the careful way.
    private static readonly string[] InTheWay = ["already exists", "missing but", "already checked out", "already used", "not a valid branch name"];

    private readonly GitWorktrees _worktrees = new(git);

    /// <summary>An outcome that says what is wrong.</summary>
    public static WorkspaceOutcome Fault(string sentence) => new(Branch: null, BaseCommit: null, $"workspace: {sentence}");

    /// <summary>
    /// Makes the worktree in one call where nothing is in the way, as for almost every run: each call of git is a few milliseconds of its start. Null
    /// when something is: <see cref="CreateAsync"/> looks closer, and takes away the branch of a worktree whose folder alone was missing.
    /// </summary>
    /// <param name="root">Root of the repository.</param>
    /// <param name="head">Its newest commit.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the work; the next call cleans up.</param>
    public async Task<WorkspaceOutcome?> TryNewAsync(string root, string head, WorkspaceRequest request, CancellationToken cancellationToken)
    {
        var path = RealPath.Of(request.WorkspacePath);
        if (request.BaseRef is not null || Path.Exists(path))
        {
            return null;
        }

        var added = await WriteAsync(root, path, request.Branch, head, cancellationToken);
        return added.IsSuccess ? await FinishAsync(path, request.Branch, head, cancellationToken)
            : InTheWay.Any(words => added.Error.Contains(words, StringComparison.Ordinal)) ? null
            : Fault($"`git worktree add` failed: {added.Reason}");
    }

    /// <summary>Makes the worktree or goes on with the one that is there.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the work; the next call cleans up.</param>
    public async Task<WorkspaceOutcome> CreateAsync(string root, WorkspaceRequest request, CancellationToken cancellationToken)
    {
        var path = RealPath.Of(request.WorkspacePath);
        var name = await git.RunAsync(root, ["check-ref-format", "--branch", request.Branch], cancellationToken);
        if (!name.IsSuccess)
        {
            return Fault($"'{request.Branch}' cannot be the name of a branch: start the run with another --key");
        }

        var worktrees = await _worktrees.ListAsync(root, cancellationToken);
        var own = worktrees.FirstOrDefault(worktree => string.Equals(worktree.Path, path, StringComparison.Ordinal));
        if (own is not null)
        {
            if (await FinishedAsync(own, cancellationToken) is { } finished)
            {
                return finished;
            }

            if (own.IsMain || (own.Exists && own.Branch is not null && !IsOurs(own.Branch, request.Branch)))
            {
                return Fault($"{path} is already a work tree of {root}, on branch '{own.Branch}': remove it or choose another folder");
            }
        }

        if (own?.LockReason is { } reason && reason is not Unfinished)
        {
            return Fault($"{path} is a locked worktree of {root}{(reason.Length == 0 ? "" : $" ({reason})")}: run `git worktree unlock {path}` first");
        }

        var start = request.BaseRef ?? "HEAD";
        var commit = await git.RunAsync(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{start}^{{commit}}"], cancellationToken);
        if (!commit.IsSuccess)
        {
            return Fault($"'{start}' is neither a branch, a tag nor a commit of {root}: name one that exists");
        }

        if (await ClearAsync(root, path, own, commit.Output, cancellationToken) is { } fault)
        {
            return fault;
        }

        var elsewhere = worktrees.FirstOrDefault(worktree => worktree != own && worktree.Exists && string.Equals(worktree.Branch, request.Branch, StringComparison.Ordinal));
        return elsewhere is null
            ? await AddAsync(root, path, request.Branch, commit.Output, cancellationToken)
            : Fault($"branch '{request.Branch}' is checked out at {elsewhere.Path}; close that worktree or start the run with another --key");
    }

    private static bool IsOurs(string branch, string asked) =>
        branch.StartsWith(asked, StringComparison.Ordinal)
        && (branch.Length == asked.Length || (branch[asked.Length] == '-' && branch.AsSpan(asked.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0));

    private async Task<WorkspaceOutcome?> FinishedAsync(GitWorktree own, CancellationToken cancellationToken)
    {
        if (own.IsMain || !own.Exists)
        {
            return null;
        }

        var folder = await git.RunAsync(own.Path, ["rev-parse", "--absolute-git-dir"], cancellationToken);
        if (!folder.IsSuccess || WorkspaceMark.Read(folder.Output) is not { } mark)
        {
            return null;
        }

        IndexLock.RemoveStale(folder.Output, time);
        return new WorkspaceOutcome(mark.Branch, mark.BaseCommit, Fault: null);
    }

    /// <summary>Takes away what an interrupted creation left, and nothing else.</summary>
    private async Task<WorkspaceOutcome?> ClearAsync(string root, string path, GitWorktree? own, string baseCommit, CancellationToken cancellationToken)
    {
        if (own is not null)
        {
            // Twice --force: git locks a worktree while it makes it, and the lock stays when it is interrupted.
            var removed = await _worktrees.RunAsync(root, ["worktree", "remove", "--force", "--force", path], cancellationToken);
            if (!removed.IsSuccess)
            {
                // Too little of it is there for git to see its own worktree: the folder away, then git forgets it.
                DeleteFolder(path);
                removed = await _worktrees.RunAsync(root, ["worktree", "remove", "--force", "--force", path], cancellationToken);
            }

            if (!removed.IsSuccess)
            {
                return Fault($"what an interrupted start left at {path} cannot be removed: {removed.Reason}");
            }

            if (own.Branch is not null)
            {
                // Only while it still stands where it was made: a branch with work is kept, and the next free name taken.
                await git.RunAsync(root, ["update-ref", "-d", $"refs/heads/{own.Branch}", baseCommit], cancellationToken);
            }
        }

        if (File.Exists(path))
        {
            return Fault($"{path} is a file: move it away");
        }

        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
        {
            return null;
        }

        if (!await PointsToAsync(root, path, cancellationToken))
        {
            return Fault($"the folder {path} exists and is not empty: move it away");
        }

        DeleteFolder(path);
        return null;
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Whether the folder is a worktree of this repository that git has forgotten.</summary>
    private async Task<bool> PointsToAsync(string root, string path, CancellationToken cancellationToken)
    {
        var pointer = Path.Combine(path, ".git");
        var common = await git.RunAsync(root, ["rev-parse", "--path-format=absolute", "--git-common-dir"], cancellationToken);
        return common.IsSuccess
            && File.Exists(pointer)
            && (await File.ReadAllTextAsync(pointer, cancellationToken)).StartsWith($"gitdir: {common.Output}/worktrees/", StringComparison.Ordinal);
    }

    private async Task<WorkspaceOutcome> AddAsync(string root, string path, string asked, string commit, CancellationToken cancellationToken)
    {
        var branch = asked;
        for (var suffix = 2; suffix < MaxSuffix; suffix++)
        {
            var exists = await git.RunAsync(root, ["show-ref", "--verify", "--quiet", $"refs/heads/{branch}"], cancellationToken);
            if (!exists.IsSuccess)
            {
                var added = await WriteAsync(root, path, branch, commit, cancellationToken);
                if (added.IsSuccess)
                {
                    return await FinishAsync(path, branch, commit, cancellationToken);
                }

                // Another run may have taken the name in between; anything else is for a person.
                if (!added.Error.Contains("already exists", StringComparison.Ordinal))
                {
                    return Fault($"`git worktree add` failed: {added.Reason}");
                }
            }

            branch = string.Create(CultureInfo.InvariantCulture, $"{asked}-{suffix}");
        }

        return Fault($"branch '{asked}' and its first {MaxSuffix} numbered names exist already: delete old ones or start the run with another --key");
    }

    private Task<GitResult> WriteAsync(string root, string path, string branch, string commit, CancellationToken cancellationToken) =>
        _worktrees.RunAsync(root, ["worktree", "add", "--quiet", "--no-track", "-b", branch, path, commit], cancellationToken);

    private static async Task<WorkspaceOutcome> FinishAsync(string path, string branch, string commit, CancellationToken cancellationToken)
    {
        if (GitFolder.Of(path) is not { } folder)
        {
            return Fault($"the new worktree {path} cannot be read: nothing of git is in it");
        }

        await WorkspaceMark.WriteAsync(folder.Own, branch, commit, cancellationToken);
        return new WorkspaceOutcome(branch, commit, Fault: null);
    }
}
