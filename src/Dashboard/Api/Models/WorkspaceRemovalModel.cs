namespace Signalbox.Dashboard.Api.Models;

/// <summary>A workspace that was removed.</summary>
/// <param name="Workspace">As it is now.</param>
/// <param name="Lost">What was lost with it.</param>
/// <param name="KeptBranch">The branch that still holds its commits; null when there is none.</param>
public sealed record WorkspaceRemovalModel(WorkspaceModel Workspace, IReadOnlyList<string> Lost, string? KeptBranch);
