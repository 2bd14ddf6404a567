namespace Signalbox.Engine.Workspaces;

/// <summary>What a workspace holds at one moment.</summary>
/// <param name="Exists">Whether its folder is there.</param>
/// <param name="Branch">Branch checked out; null when detached or gone.</param>
/// <param name="Head">Commit checked out; null when gone or before a first commit.</param>
/// <param name="Uncommitted">Tracked files that differ from HEAD.</param>
/// <param name="Untracked">Files that git does not know and does not ignore.</param>
/// <param name="Unmerged">Commits that are on no other branch, remote or tag.</param>
/// <param name="IsMerged">Whether it made commits and all of them are on a branch that is not a run's.</param>
/// <param name="LeftOut">What no checkpoint commit can hold, a short sentence each.</param>
/// <param name="Fault">Why git cannot say; null when it could.</param>
public sealed record WorkspaceState(
    bool Exists, string? Branch, string? Head, int Uncommitted, int Untracked, int Unmerged, bool IsMerged, IReadOnlyList<string> LeftOut, string? Fault)
{
    /// <summary>Whether removing it would lose nothing; false when git cannot say.</summary>
    public bool IsClean => Fault is null && Uncommitted == 0 && Untracked == 0 && Unmerged == 0 && LeftOut.Count == 0;

    /// <summary>
    /// Where a workspace whose run has ended stands: removed when gone, dirty with uncommitted work, merged when its commits are elsewhere, else
    /// active. Null when git cannot say.
    /// </summary>
    public WorkspaceStatus? Status => this switch
    {
        { Fault: not null } => null,
        { Exists: false } => WorkspaceStatus.Removed,
        { Uncommitted: > 0 } or { Untracked: > 0 } => WorkspaceStatus.Dirty,
        { IsMerged: true } => WorkspaceStatus.Merged,
        _ => WorkspaceStatus.Active,
    };
}
