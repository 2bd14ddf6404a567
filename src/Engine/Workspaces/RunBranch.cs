using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>The branch of a run when its worktree goes: it stays as long as it alone holds commits.</summary>
internal sealed class RunBranch(Git git, WorkspaceInspector inspector, TimeProvider time)
{
    private const int MaxSuffix = 1000;

    // No git takes that long to write one ref: who left it is dead.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is such a branch.</summary>
    public async Task<bool> ExistsAsync(string root, string branch, CancellationToken cancellationToken) =>
        await TipAsync(root, branch, cancellationToken) is not null;

    /// <summary>Deletes it when something else holds its commits. False when it stays, or was not there.</summary>
    public async Task<bool> DropAsync(string root, string branch, CancellationToken cancellationToken)
    {
        if (await TipAsync(root, branch, cancellationToken) is not { } tip
            || await inspector.CountUnmergedAsync(root, tip, branch, cancellationToken) != 0
            || await IsCheckedOutAsync(root, branch, cancellationToken))
        {
            return false;
        }

        RemoveStaleLock(root, branch);
        return (await git.RunAsync(root, ["update-ref", "-d", $"refs/heads/{branch}", tip], cancellationToken)).IsSuccess;
    }

    /// <summary>Makes a branch for commits that are on none.</summary>
    /// <param name="root">A path in the repository.</param>
    /// <param name="branch">What its name begins with.</param>
    /// <param name="commit">The last commit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its name; null when it cannot be made.</returns>
    public async Task<string?> KeepAsync(string root, string branch, string commit, CancellationToken cancellationToken)
    {
        for (var number = 1; number < MaxSuffix; number++)
        {
            var name = number == 1 ? $"{branch}-detached" : string.Create(CultureInfo.InvariantCulture, $"{branch}-detached-{number}");
            var there = await TipAsync(root, name, cancellationToken);
            if (string.Equals(there, commit, StringComparison.Ordinal))
            {
                return name; // by a removal that was cut short
            }

            // An empty old value: only when there is none yet.
            if (there is null && (await git.RunAsync(root, ["update-ref", "-m", "signalbox: workspace removed", $"refs/heads/{name}", commit, ""], cancellationToken)).IsSuccess)
            {
                return name;
            }
        }

        return null;
    }

    private async Task<bool> IsCheckedOutAsync(string root, string branch, CancellationToken cancellationToken) =>
        (await new GitWorktrees(git).ListAsync(root, cancellationToken)).Any(w => w.Exists && string.Equals(w.Branch, branch, StringComparison.Ordinal));

    private async Task<string?> TipAsync(string root, string branch, CancellationToken cancellationToken)
    {
        var tip = await git.RunAsync(root, ["rev-parse", "--verify", "--quiet", $"refs/heads/{branch}^{{commit}}"], cancellationToken);
        return tip.IsSuccess ? tip.Output : null;
    }

    private void RemoveStaleLock(string root, string branch)
    {
        if (GitFolder.Of(root) is { } folder)
        {
            var file = new FileInfo(Path.Combine(folder.Common, "refs", "heads", branch + ".lock"));
            if (file.Exists && file.LastWriteTimeUtc < (time.GetUtcNow() - Stale).UtcDateTime)
            {
                file.Delete();
            }
        }
    }
}
