namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>The change of one file, or why it cannot be shown.</summary>
public sealed record FileDiff
{
    /// <summary>What there is to show.</summary>
    public FileDiffKind Kind { get; init; }

    /// <summary>The places that changed.</summary>
    public IReadOnlyList<DiffHunk> Hunks { get; init; } = [];

    /// <summary>The change has more lines than are read.</summary>
    public bool IsCut { get; init; }

    /// <summary>Bytes before; null when it was not there, or is not known.</summary>
    public long? OldBytes { get; init; }

    /// <summary>Bytes after; null when it is not there, or is not known.</summary>
    public long? NewBytes { get; init; }

    /// <summary>One clear sentence; null on success.</summary>
    public string? Fault { get; init; }
}
