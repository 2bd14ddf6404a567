namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>What came of asking for a removal.</summary>
public sealed record WorkspaceRemovalResult
{
    /// <summary>The workspace as it is now; null when there is none.</summary>
    public WorkspaceEntry? Entry { get; init; }

    /// <summary>Why it stays; null when it is gone.</summary>
    public string? Refused { get; init; }

    /// <summary>What it holds or held; null when it was not looked at.</summary>
    public WorkspaceState? State { get; init; }

    /// <summary>A person who was told may have it removed all the same.</summary>
    public bool MayBeForced { get; init; }

    /// <summary>Only its row is gone: its folder is on another node, and stays there.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>The branch that still holds its commits; null when there is none.</summary>
    public string? KeptBranch { get; init; }
}
