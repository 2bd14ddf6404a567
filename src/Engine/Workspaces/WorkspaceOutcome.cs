namespace Signalbox.Engine.Workspaces;

/// <summary>A worktree, or why there is none.</summary>
/// <param name="Branch">Branch checked out; null on failure.</param>
/// <param name="BaseCommit">Full commit id it started from; null on failure.</param>
/// <param name="Fault">One clear sentence a person can act on; null on success.</param>
public sealed record WorkspaceOutcome(string? Branch, string? BaseCommit, string? Fault);
