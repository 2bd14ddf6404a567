using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Diffs;

/// <summary>What changed in the workspace of a run, or in several of them, between two of its states, or why it cannot be shown.</summary>
public sealed record RunDiff
{
    private readonly IReadOnlyList<RunDiff> _parts = [];

    /// <summary>What the run calls the repository; null when it has only one, and for several together.</summary>
    public string? Repository { get; init; }

    /// <summary>One for each repository of which changes are asked for, in the workflow's order; itself where that is one.</summary>
    public IReadOnlyList<RunDiff> Parts
    {
        get => _parts.Count == 0 ? [this] : _parts;
        init => _parts = value;
    }

    /// <summary>The states; null when they cannot be told, and for several repositories together, of which each part has its own.</summary>
    public DiffEnds? Ends { get; init; }

    /// <summary>The state before, in words.</summary>
    public string From { get; init; } = "";

    /// <summary>The state after, in words.</summary>
    public string To { get; init; } = "";

    /// <summary>The state after is the workspace as it was at this moment, and may go on changing.</summary>
    public bool IsLive { get; init; }

    /// <summary>The files; of several repositories those of one after the other, with sums over all.</summary>
    public DiffList List { get; init; } = new();

    /// <summary>What the workspace holds and no diff can show, a short sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Other steps that were at work in the same workspace meanwhile: their changes are among these.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>What was asked for does not exist; null when it does.</summary>
    public string? NotFound { get; init; }

    /// <summary>Why there is nothing to show, one clear sentence; null on success.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether another reading found the same states: then the files are the same.</summary>
    public bool IsSameAs(RunDiff other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Parts.Count == other.Parts.Count && Parts.Zip(other.Parts).All(p => p.First.Ends is { } ends && ends == p.Second.Ends);
    }
}
