namespace Signalbox.Engine.Workspaces;

/// <summary>The commit of a checkpoint, or why there is none.</summary>
/// <param name="Commit">Full commit id; its parent is HEAD at that moment. Null on failure.</param>
/// <param name="Fault">One clear sentence; null on success.</param>
/// <param name="LeftOut">What the workspace holds and no commit can, a short sentence each.</param>
public sealed record CheckpointCommit(string? Commit, string? Fault, IReadOnlyList<string> LeftOut);
