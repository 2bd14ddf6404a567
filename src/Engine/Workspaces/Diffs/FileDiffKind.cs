namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>What can be shown of a file's change.</summary>
public enum FileDiffKind
{
    /// <summary>Its lines.</summary>
    Text = 0,

    /// <summary>Only that it changed: it holds a NUL byte.</summary>
    Binary = 1,

    /// <summary>Only its size: it is over <see cref="DiffLimits.MaxBytes"/>.</summary>
    TooLarge = 2,

    /// <summary>The commits of a repository inside.</summary>
    Submodule = 3,

    /// <summary>Nothing: the content is the same, and only name or mode are others.</summary>
    Same = 4,
}
