namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>What became of a file.</summary>
public enum DiffFileStatus
{
    /// <summary>It was not there before.</summary>
    Added = 0,

    /// <summary>Its content, or only its mode, is another.</summary>
    Modified = 1,

    /// <summary>It is not there any more.</summary>
    Deleted = 2,

    /// <summary>It has another name, and may have changed besides.</summary>
    Renamed = 3,

    /// <summary>It became another kind of thing: a link, a file, a submodule.</summary>
    TypeChanged = 4,
}
