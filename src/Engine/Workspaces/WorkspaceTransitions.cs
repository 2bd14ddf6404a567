using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// The legal moves of a workspace (design/domain.md, and ADR 9 for those that it does not have). People work on in one whose run has ended: its status follows what is there, also back, so that no list says
/// that there is nothing to lose where there is.
/// </summary>
public static class WorkspaceTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<WorkspaceStatus> Table { get; } = new("Workspace", WorkspaceStatus.Active,
    [
        new(WorkspaceStatus.Active, WorkspaceStatus.Dirty, "run ended with uncommitted work"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Merged, "branch merged"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Kept, "kept by a person"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Removed, "removed, nothing to lose"),
        new(WorkspaceStatus.Dirty, WorkspaceStatus.Active, "its work was committed or taken away"),
        new(WorkspaceStatus.Dirty, WorkspaceStatus.Merged, "its work was committed and merged"),
        new(WorkspaceStatus.Merged, WorkspaceStatus.Active, "new commits since it was merged"),
        new(WorkspaceStatus.Merged, WorkspaceStatus.Dirty, "uncommitted work since it was merged"),
        new(WorkspaceStatus.Dirty, WorkspaceStatus.Kept, "kept by a person"),
        new(WorkspaceStatus.Merged, WorkspaceStatus.Kept, "kept by a person"),
        new(WorkspaceStatus.Dirty, WorkspaceStatus.Removed, "removed by a person who was told"),
        new(WorkspaceStatus.Merged, WorkspaceStatus.Removed, "removed"),
        new(WorkspaceStatus.Kept, WorkspaceStatus.Removed, "removed by a person"),
    ]);
}
