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

    /// <summary>Ports that its steps were given; its own while its run has not ended.</summary>
    public IReadOnlyList<WorkspacePort> Ports { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it stands as it does, in words; null while nothing has changed.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>When it came to its status; null while nothing has changed.</summary>
    public DateTimeOffset? StatusAt { get; private set; }

    /// <summary>When its removal was begun; null when none is under way. Kept until it is done or was given up, so that one that is cut short is seen.</summary>
    public DateTimeOffset? RemovalAt { get; private set; }

    /// <summary>Who asked for the removal that is under way.</summary>
    public string? RemovalBy { get; private set; }

    /// <summary>What they were told that is lost by it, as <see cref="WorkspaceState.Fingerprint"/>; null when nothing may be lost.</summary>
    public string? RemovalTold { get; private set; }

    /// <summary>Moves the workspace on.</summary>
    /// <param name="status">Where to.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="now">When.</param>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void MoveTo(WorkspaceStatus status, string reason, DateTimeOffset now)
    {
        WorkspaceTransitions.Table.Check(Status, status);
        (Status, StatusReason, StatusAt) = (status, reason, now);
        if (status == WorkspaceStatus.Removed)
        {
            EndRemoval();
        }
    }

    /// <summary>Writes down that it is about to be removed.</summary>
    public void BeginRemoval(string by, string? told, DateTimeOffset now) => (RemovalAt, RemovalBy, RemovalTold) = (now, by, told);

    /// <summary>It stays.</summary>
    public void EndRemoval() => (RemovalAt, RemovalBy, RemovalTold) = (null, null, null);
}
