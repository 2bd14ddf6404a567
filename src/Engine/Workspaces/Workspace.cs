using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>The git worktree in which a run works (spec 3 Workspace).</summary>
public sealed class Workspace
{
    public required WorkspaceId Id { get; init; }

    public required RunId RunId { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    public required string Branch { get; init; }

    /// <summary>Commit it started from.</summary>
    public required string BaseCommit { get; init; }

    public WorkspaceStatus Status { get; private set; } = WorkspaceStatus.Active;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Moves the workspace on.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void MoveTo(WorkspaceStatus status)
    {
        WorkspaceTransitions.Table.Check(Status, status);
        Status = status;
    }
}
