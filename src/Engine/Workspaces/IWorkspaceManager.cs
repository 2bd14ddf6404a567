namespace Signalbox.Engine.Workspaces;

/// <summary>Git worktrees in which runs work (design/domain.md Workspace).</summary>
public interface IWorkspaceManager
{
    /// <summary>Facts about a repository before it becomes known, or a sentence that says why it cannot.</summary>
    Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates the worktree on a branch of its own. Going on with one that an interrupted call left is part of it.</summary>
    Task<WorkspaceOutcome> CreateAsync(WorkspaceRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the worktree when nothing would be lost: no uncommitted, untracked or ignored work, no commit that is on no other branch, nothing
    /// else that git does not hold.
    /// </summary>
    /// <returns>Null when removed; else the sentence that says what would be lost.</returns>
    Task<string?> RemoveAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the worktree with what it holds, after a person was told. Commits are never lost: a branch that has any of its own stays.
    /// </summary>
    /// <returns>Null when removed; else why it stays.</returns>
    Task<string?> DiscardAsync(string repositoryPath, string workspacePath, CancellationToken cancellationToken);

    /// <summary>Removes the worktree as <paramref name="order"/> says. What a removal left that was cut short is put right or gone on with.</summary>
    Task<WorkspaceRemovalOutcome> RemoveAsync(WorkspaceRemovalOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the files of the workspace in a commit under a ref of its own (design/engine.md "Checkpoint commits"): neither branch, index nor
    /// status change, and an agent may write meanwhile.
    /// </summary>
    /// <param name="workspacePath">Absolute path of the worktree.</param>
    /// <param name="refName"><c>refs/signalbox/{run key or id}/{checkpoint id}</c>.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Gives up; nothing but unreferenced objects stays.</param>
    Task<CheckpointCommit> CheckpointAsync(string workspacePath, string refName, string message, CancellationToken cancellationToken);

    /// <summary>
    /// Makes files and branch as they were at a checkpoint: HEAD at the checkpoint commit's parent, the checkpoint's files as uncommitted work.
    /// Files that the checkpoint does not have are removed, ignored ones stay.
    /// </summary>
    /// <param name="workspacePath">Absolute path of the worktree; nothing may be writing in it.</param>
    /// <param name="commit">Commit of the checkpoint to go back to, or the commit that the work began at: then nothing is uncommitted.</param>
    /// <param name="presentCommit">Commit of a checkpoint just taken: it must hold the workspace as it is now, so that nothing is lost.</param>
    /// <param name="cancellationToken">Gives up; what is half done can be done again after another checkpoint.</param>
    /// <returns>Null when done; else one sentence, and nothing was lost.</returns>
    Task<string?> RestoreAsync(string workspacePath, string commit, string presentCommit, CancellationToken cancellationToken);

    /// <summary>Lets go of the checkpoint commits of a run: git forgets them with its next clean-up.</summary>
    /// <param name="repositoryPath">Absolute path of the repository.</param>
    /// <param name="run">The run's part of the ref names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when done, also when there were none; else one sentence.</returns>
    Task<string?> DeleteCheckpointRefsAsync(string repositoryPath, string run, CancellationToken cancellationToken);

    /// <summary>What a workspace holds, from which its next status follows.</summary>
    Task<WorkspaceState> InspectAsync(string workspacePath, CancellationToken cancellationToken);

    /// <summary>Lines added and removed and files changed in the workspace against a commit, untracked files included.</summary>
    Task<ChangeSummary> SummarizeChangesAsync(string workspacePath, string baseCommit, CancellationToken cancellationToken);

    /// <summary>git's name of the files of a commit, or of the workspace as they are, untracked ones included: the same files have the same name. Null when git cannot say.</summary>
    /// <param name="workspacePath">The workspace.</param>
    /// <param name="commit">The commit; null: the files as they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string?> TreeAsync(string workspacePath, string? commit, CancellationToken cancellationToken);

    /// <summary>How far HEAD of the workspace and a branch of the repository are apart; null when there is no such branch or git cannot say.</summary>
    Task<BranchComparison?> CompareAsync(string workspacePath, string branch, CancellationToken cancellationToken);

    /// <summary>What the workspace holds against a commit as git's unified diff, untracked files included; neither index nor status change.</summary>
    /// <param name="workspacePath">Absolute path of the worktree.</param>
    /// <param name="baseCommit">The commit.</param>
    /// <param name="maxBytes">Bytes of text at most; the rest is left out and said so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<WorkspacePatch> DiffAsync(string workspacePath, string baseCommit, int maxBytes, CancellationToken cancellationToken);
}
