namespace Signalbox.Dashboard.Api.Models;

/// <summary>A workspace that was removed.</summary>
/// <param name="Workspace">As it is now.</param>
/// <param name="Lost">What was lost with it.</param>
/// <param name="KeptBranch">The branch that still holds its commits; null when there is none.</param>
/// <param name="Forgotten">Only its row is gone: its folder is on another node, and stays there.</param>
public sealed record WorkspaceRemovalModel(WorkspaceModel Workspace, IReadOnlyList<string> Lost, string? KeptBranch, bool Forgotten = false);
