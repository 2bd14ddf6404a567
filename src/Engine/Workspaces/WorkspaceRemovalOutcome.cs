namespace Signalbox.Engine.Workspaces;

/// <summary>What came of asking for a removal.</summary>
/// <param name="Fault">Why it stays, in one sentence; null when it is gone.</param>
/// <param name="State">What it holds or held; null when it was not looked at.</param>
/// <param name="KeptBranch">The branch that still holds its commits; null when there was none of its own.</param>
public sealed record WorkspaceRemovalOutcome(string? Fault, WorkspaceState? State = null, string? KeptBranch = null)
{
    /// <summary>It stays because of what it holds: a person who is told may remove it all the same.</summary>
    public bool MayBeForced { get; init; }
}
