namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>The files that differ between two states of a workspace, or why git cannot say.</summary>
public sealed record DiffList
{
    /// <summary>The files by path, at most <see cref="DiffLimits.MaxFiles"/>.</summary>
    public IReadOnlyList<DiffFile> Files { get; init; } = [];

    /// <summary>How many there are, also past the bound.</summary>
    public int Total { get; init; }

    /// <summary>Lines added in all of them, as far as lines are counted.</summary>
    public int Added { get; init; }

    /// <summary>Lines removed in all of them, as far as lines are counted.</summary>
    public int Removed { get; init; }

    /// <summary>One clear sentence; null on success.</summary>
    public string? Fault { get; init; }

    /// <summary>There are more files than are listed.</summary>
    public bool IsCut => Total > Files.Count;
}
