namespace Signalbox.Engine.Workspaces;

/// <summary>Git worktrees in which runs work (design/domain.md Workspace).</summary>
public interface IWorkspaceManager
{
    /// <summary>Facts about a repository before it becomes known, or a sentence that says why it cannot.</summary>
    Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates the worktree on a branch of its own. Going on with one that an interrupted call left is part of it.</summary>
    Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the worktree when nothing would be lost: no uncommitted or untracked work, no commit that is on no other branch.
    /// </summary>
    /// <returns>Null when removed; else the sentence that says what would be lost.</returns>
    Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken);

    /// <summary>Lines added and removed and files changed in the workspace against a commit, untracked files included.</summary>
    Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken);
}
