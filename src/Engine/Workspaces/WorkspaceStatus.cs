namespace Signalbox.Engine.Workspaces;

/// <summary>Status of a workspace.</summary>
public enum WorkspaceStatus
{
    /// <summary>A run works in it or may again.</summary>
    Active = 0,

    /// <summary>Its run has ended and it holds uncommitted work.</summary>
    Dirty = 1,

    /// <summary>Its branch is merged; it can be removed.</summary>
    Merged = 2,

    /// <summary>A person keeps it.</summary>
    Kept = 3,

    /// <summary>Gone from the disk. Final.</summary>
    Removed = 4,
}
