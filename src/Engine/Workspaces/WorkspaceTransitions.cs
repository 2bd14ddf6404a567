using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Workspaces;

/// <summary>The legal moves of a workspace (design/domain.md).</summary>
public static class WorkspaceTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<WorkspaceStatus> Table { get; } = new("Workspace", WorkspaceStatus.Active,
    [
        new(WorkspaceStatus.Active, WorkspaceStatus.Dirty, "run ended with uncommitted work"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Merged, "branch merged"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Kept, "kept by a person"),
        new(WorkspaceStatus.Active, WorkspaceStatus.Removed, "removed, nothing to lose"),
        new(WorkspaceStatus.Dirty, WorkspaceStatus.Removed, "removed by a person who was told"),
        new(WorkspaceStatus.Merged, WorkspaceStatus.Removed, "removed"),
        new(WorkspaceStatus.Kept, WorkspaceStatus.Removed, "removed by a person"),
    ]);
}
