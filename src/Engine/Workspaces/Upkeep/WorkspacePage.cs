namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>A page of workspaces, newest first.</summary>
/// <param name="Items">The workspaces.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
/// <param name="Total">Workspaces in all.</param>
public sealed record WorkspacePage(IReadOnlyList<WorkspaceEntry> Items, string? NextCursor, int Total);
