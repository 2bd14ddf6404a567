namespace Signalbox.Engine.Workspaces;

/// <summary>Status of a workspace.</summary>
public enum WorkspaceStatus
{
    /// <summary>A run works in it or may again; after its end nothing is uncommitted, and not all of its commits are merged. A look moves it on.</summary>
    Active = 0,

    /// <summary>Its run has ended and it holds uncommitted work. A look moves it back when that is gone.</summary>
    Dirty = 1,

    /// <summary>Its branch is merged; it can be removed. A look moves it back when there is new work.</summary>
    Merged = 2,

    /// <summary>A person keeps it. It stays so whatever is in it, until a person removes it.</summary>
    Kept = 3,

    /// <summary>Gone from the disk. Final.</summary>
    Removed = 4,
}
