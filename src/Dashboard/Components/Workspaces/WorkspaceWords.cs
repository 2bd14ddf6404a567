using System.Globalization;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Workspaces;

/// <summary>What was seen of a workspace, in words; what was not seen is <c>unknown</c>.</summary>
public static class WorkspaceWords
{
    /// <summary>Word of what nobody has seen.</summary>
    public const string Unknown = "unknown";

    private const int FilesNamed = 5;

    /// <summary>How far it is from the default branch: <c>3 ahead, 1 behind</c>.</summary>
    public static string Apart(WorkspaceLook? look) => look?.Default switch
    {
        null => Unknown,
        (0, 0) => "up to date",
        (var ahead, 0) => Number(ahead, "ahead"),
        (0, var behind) => Number(behind, "behind"),
        var (ahead, behind) => $"{Number(ahead, "ahead")}, {Number(behind, "behind")}",
    };

    /// <summary>Files that are in no commit: <c>2 changed, 1 new</c>.</summary>
    public static string Files(WorkspaceLook? look) => look?.State switch
    {
        null or { Fault: not null } => Unknown,
        { Exists: false } => "gone",
        { Uncommitted: 0, Untracked: 0 } => "none",
        { Uncommitted: var changed, Untracked: 0 } => Number(changed, "changed"),
        { Uncommitted: 0, Untracked: var untracked } => Number(untracked, "new"),
        { Uncommitted: var changed, Untracked: var untracked } => $"{Number(changed, "changed")}, {Number(untracked, "new")}",
    };

    /// <summary>What it takes of the disk.</summary>
    public static string Disk(WorkspaceLook? look) => look?.Disk is { } disk ? $"{(disk.IsWhole ? "" : "over ")}{SizeText.Of(disk.Bytes)}" : Unknown;

    /// <summary>Ports that its steps were given.</summary>
    public static string Ports(WorkspaceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Workspace.Ports.Count == 0 ? "none"
            : string.Join(", ", entry.Workspace.Ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.Port}"))) + (entry.RunHasEnded ? "; given back" : "");
    }

    /// <summary>What is not said by status and numbers; null when nothing is.</summary>
    public static string? Note(WorkspaceEntry entry, WorkspaceLook? look) => look?.State switch
    {
        { Fault: { } fault } => fault,
        { Operation: { } operation } => $"an unfinished {operation}",
        { Branch: null, Exists: true } => "no branch is checked out",
        { Branch: { } branch } when !string.Equals(branch, entry.Workspace.Branch, StringComparison.Ordinal) => $"on branch {branch}",
        { Unmerged: > 0 } when entry.Workspace.Status == WorkspaceStatus.Merged => "has new commits since it was merged",
        { IsMerged: true } when entry.Workspace.Status == WorkspaceStatus.Dirty => "its commits are merged",
        _ => null,
    };

    /// <summary>Why it cannot be removed now; null when it can.</summary>
    public static string? Held(WorkspaceEntry entry) => entry.RunHasEnded ? null : $"{entry.RunKey} is {entry.RunStatus.ToLowerInvariant()}";

    /// <summary>What a removal does, for the person who is asked whether it is to be done.</summary>
    public static string Removal(WorkspaceEntry entry, WorkspaceState state)
    {
        var lost = state switch
        {
            { Fault: { } fault } => $"git cannot say what it holds ({fault}): whatever is in it is lost for ever.",
            { Losses.Count: 0 } => "Nothing is lost.",
            _ => $"This is lost for ever: {string.Join(", ", state.Losses)}{Named(state)}.",
        };
        var stays = state.Stays.Count == 0 ? "" : $" In the repository stays: {string.Join(", ", state.Stays)}{(state.Unmerged > 0 ? $", on branch {state.Branch ?? entry.Workspace.Branch + "-detached"}" : "")}.";
        return $"The folder {entry.Workspace.Path} is deleted. {lost}{stays} Checkpoints of the run stay as long as the run.";
    }

    private static string Named(WorkspaceState state)
    {
        var names = state.UncommittedNames.Concat(state.UntrackedNames).Take(FilesNamed + 1).ToList();
        return names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(FilesNamed))}{(names.Count > FilesNamed ? ", …" : "")})";
    }

    private static string Number(int number, string word) => string.Create(CultureInfo.InvariantCulture, $"{number} {word}");
}
