namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>The files of a workspace as they are now, or why they cannot be read.</summary>
/// <param name="Tree">What git calls them; null on failure. Stays the same while the workspace changes.</param>
/// <param name="LeftOut">What the workspace holds and no diff can show, a short sentence each.</param>
/// <param name="Fault">One clear sentence; null on success.</param>
public sealed record WorkspaceTree(string? Tree, IReadOnlyList<string> LeftOut, string? Fault);
