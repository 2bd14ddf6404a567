namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>What was found when somebody looked at a workspace.</summary>
/// <param name="State">What it holds.</param>
/// <param name="Default">How far it is from the repository's default branch; null when that is not known.</param>
/// <param name="SeenAt">When it was looked at.</param>
public sealed record WorkspaceLook(WorkspaceState State, BranchComparison? Default, DateTimeOffset SeenAt)
{
    /// <summary>What it takes of the disk; null when it was not measured yet, or is gone.</summary>
    public DiskUse? Disk { get; init; }
}
