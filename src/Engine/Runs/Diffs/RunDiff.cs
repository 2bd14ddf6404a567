using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>What changed in the workspace of a run between two of its states, or why it cannot be shown.</summary>
public sealed record RunDiff
{
    /// <summary>The states; null when they cannot be told.</summary>
    public DiffEnds? Ends { get; init; }

    /// <summary>The state before, in words.</summary>
    public string From { get; init; } = "";

    /// <summary>The state after, in words.</summary>
    public string To { get; init; } = "";

    /// <summary>The state after is the workspace as it was at this moment, and may go on changing.</summary>
    public bool IsLive { get; init; }

    /// <summary>The files.</summary>
    public DiffList List { get; init; } = new();

    /// <summary>What the workspace holds and no diff can show, a short sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Other steps that were at work in the same workspace meanwhile: their changes are among these.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>What was asked for does not exist; null when it does.</summary>
    public string? NotFound { get; init; }

    /// <summary>Why there is nothing to show, one clear sentence; null on success.</summary>
    public string? Fault { get; init; }
}
