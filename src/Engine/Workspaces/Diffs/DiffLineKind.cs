namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>On which side a line stands.</summary>
public enum DiffLineKind
{
    /// <summary>On both.</summary>
    Context = 0,

    /// <summary>Only on the new one.</summary>
    Added = 1,

    /// <summary>Only on the old one.</summary>
    Removed = 2,
}
