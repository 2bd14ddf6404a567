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
    /// <summary>Names kept of each list of files.</summary>
    public const int MaxNames = 20;

    /// <summary>The first names of <see cref="Uncommitted"/>, on one line each.</summary>
    public IReadOnlyList<string> UncommittedNames { get; init; } = [];

    /// <summary>The first names of <see cref="Untracked"/>, on one line each.</summary>
    public IReadOnlyList<string> UntrackedNames { get; init; } = [];

    /// <summary>What git was told to do here and has not finished, such as <c>rebase</c>; null: nothing.</summary>
    public string? Operation { get; init; }

    /// <summary>Stashes that were made on its branch. They are the repository's, and stay with it.</summary>
    public int Stashes { get; init; }

    /// <summary>Another text as soon as something is written in it that a removal would lose.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Whether removing it would lose nothing; false when git cannot say.</summary>
    public bool IsClean => Fault is null && Unmerged == 0 && Losses.Count == 0;

    /// <summary>What is gone for ever when it is removed, a few words each.</summary>
    public IReadOnlyList<string> Losses =>
    [
        .. Counted(Uncommitted, "uncommitted change", "uncommitted changes"),
        .. Counted(Untracked, "untracked file", "untracked files"),
        .. LeftOut,
        .. Operation is null ? [] : (IReadOnlyList<string>)[$"an unfinished {Operation}"],
    ];

    /// <summary>What somebody will want to have merged first, and stays in the repository when it is removed, a few words each.</summary>
    public IReadOnlyList<string> Stays =>
    [
        .. Counted(Unmerged, "commit that is on no other branch", "commits that are on no other branch"),
        .. Counted(Stashes, "stash", "stashes"),
    ];

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

    private static IReadOnlyList<string> Counted(int number, string one, string many) => number == 0 ? [] : [LeftOutWork.Count(number, one, many)];
}
