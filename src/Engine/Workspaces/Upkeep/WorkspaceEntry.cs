using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>A workspace with what it belongs to.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Repository">Its repository.</param>
/// <param name="RunKey">Key of its run.</param>
/// <param name="RunStatus">Status of its run, in words.</param>
/// <param name="RunHasEnded">Nothing of the run works in it any more.</param>
/// <param name="Home">Node on whose disk the run's files are; null: the only one.</param>
public sealed record WorkspaceEntry(Workspace Workspace, Repository Repository, string RunKey, string RunStatus, bool RunHasEnded, string? Home)
{
    /// <summary>Its run works in a newer one of the same repository: another node took it over, and this one stays where it is.</summary>
    public bool IsLeftBehind { get; init; }

    /// <summary>Its id.</summary>
    public WorkspaceId Id => Workspace.Id;

    /// <summary>Whether it is still there as far as is known.</summary>
    public bool IsThere => Workspace.Status != WorkspaceStatus.Removed;
}
