using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>Which workspaces to list.</summary>
public sealed record WorkspaceFilter
{
    /// <summary>The statuses of what is on the disk.</summary>
    public static IReadOnlyList<WorkspaceStatus> There { get; } = [WorkspaceStatus.Active, WorkspaceStatus.Dirty, WorkspaceStatus.Merged, WorkspaceStatus.Kept];

    /// <summary>Statuses; what was removed only when it is asked for.</summary>
    public IReadOnlyCollection<WorkspaceStatus> Statuses { get; init; } = There;

    /// <summary>Of this repository only.</summary>
    public RepositoryId? Repository { get; init; }

    /// <summary>Of this run only.</summary>
    public RunId? Run { get; init; }

    /// <summary><see cref="WorkspacePage.NextCursor"/> of the page before; null begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>Workspaces a page, 1..200.</summary>
    public int Limit { get; init; } = 50;
}
