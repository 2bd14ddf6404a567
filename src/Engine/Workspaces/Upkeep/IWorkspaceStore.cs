using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>Keeps the workspaces and what became of them.</summary>
public interface IWorkspaceStore
{
    /// <summary>A page, newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is not one that a page gave.</exception>
    Task<WorkspacePage> ListAsync(WorkspaceFilter filter, CancellationToken cancellationToken);

    /// <summary>The one with this id; null when there is none.</summary>
    Task<WorkspaceEntry?> GetAsync(WorkspaceId id, CancellationToken cancellationToken);

    /// <summary>
    /// The workspaces that a text means: an id, the beginning of one, or the key of a run, whose workspaces that are still there come before those that were
    /// removed. None, one, or several when it is ambiguous.
    /// </summary>
    Task<IReadOnlyList<WorkspaceEntry>> ResolveAsync(string text, CancellationToken cancellationToken);

    /// <summary>Those whose removal was begun and has neither ended nor been given up.</summary>
    Task<IReadOnlyList<WorkspaceEntry>> ListRemovalsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Changes a workspace in one transaction, in which its run can neither end nor be taken up again. <paramref name="change"/> returns what is recorded; null: nothing
    /// is written.
    /// </summary>
    /// <returns>The workspace as it is now; null when there is none.</returns>
    Task<WorkspaceEntry?> ChangeAsync(WorkspaceId id, Func<WorkspaceEntry, WorkspaceChange?> change, CancellationToken cancellationToken);

    /// <summary>What was recorded of a workspace, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<WorkspaceChange>> ListChangesAsync(WorkspaceId id, int limit, CancellationToken cancellationToken);
}
