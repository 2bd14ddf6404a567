using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Repositories and workspaces in the shapes of the API.</summary>
internal static class WorkspaceShapes
{
    public static RepositoryModel Of((Repository Repository, RepositoryUse Use) known) =>
        Shapes.Of(known.Repository) with { Workspaces = known.Use.Workspaces, ActiveRuns = known.Use.ActiveRuns };

    public static WorkspaceModel Of(WorkspaceEntry entry, WorkspaceLook? look)
    {
        var workspace = entry.Workspace;
        var state = look?.State is { Fault: null, Exists: true } known ? known : null;
        return new WorkspaceModel
        {
            Id = entry.Id.Value,
            Repository = entry.Repository.Name,
            Run = entry.RunKey,
            RunStatus = entry.RunStatus,
            Status = workspace.Status.ToString(),
            StatusReason = workspace.StatusReason,
            StatusAt = workspace.StatusAt,
            Path = workspace.Path,
            Branch = workspace.Branch,
            CurrentBranch = state?.Branch,
            BaseCommit = workspace.BaseCommit,
            Head = state?.Head,
            Ports = workspace.Ports.ToDictionary(p => p.Name, p => p.Port, StringComparer.Ordinal),
            DefaultBranch = entry.Repository.DefaultBranch,
            Ahead = look?.Default?.Ahead,
            Behind = look?.Default?.Behind,
            Uncommitted = state?.Uncommitted,
            Untracked = state?.Untracked,
            Files = state is null ? null : [.. state.UncommittedNames, .. state.UntrackedNames],
            Unmerged = state?.Unmerged,
            Merged = state?.IsMerged,
            Losses = state?.Losses,
            Stays = state?.Stays,
            Told = look?.State.Fingerprint,
            Fault = look?.State.Fault,
            DiskBytes = look?.Disk?.Bytes,
            DiskWhole = look?.Disk?.IsWhole,
            DiskAt = look?.Disk?.MeasuredAt,
            SeenAt = look?.SeenAt,
            CreatedAt = workspace.CreatedAt,
        };
    }

    public static WorkspaceChangeModel Of(WorkspaceChange change) => new(change.Time, change.From.ToString(), change.To.ToString(), change.Reason, change.Actor);
}
