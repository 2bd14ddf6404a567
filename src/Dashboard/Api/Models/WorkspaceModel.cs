namespace Signalbox.Dashboard.Api.Models;

/// <summary>A workspace and what was seen in it. What is not known is null.</summary>
public sealed record WorkspaceModel
{
    public required string Id { get; init; }

    public required string Repository { get; init; }

    /// <summary>Key of its run.</summary>
    public required string Run { get; init; }

    public required string RunStatus { get; init; }

    /// <summary>Active, Dirty, Merged, Kept or Removed.</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public DateTimeOffset? StatusAt { get; init; }

    public required string Path { get; init; }

    /// <summary>The branch that was made for it.</summary>
    public required string Branch { get; init; }

    /// <summary>The branch that is checked out in it; null also when none is.</summary>
    public string? CurrentBranch { get; init; }

    public required string BaseCommit { get; init; }

    public string? Head { get; init; }

    /// <summary>Ports that its steps were given, by the variable that tells them; its own while its run has not ended. Empty when none were asked for.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Branch that <see cref="Ahead"/> and <see cref="Behind"/> are counted from.</summary>
    public string? DefaultBranch { get; init; }

    public int? Ahead { get; init; }

    public int? Behind { get; init; }

    public int? Uncommitted { get; init; }

    public int? Untracked { get; init; }

    /// <summary>The first names of what is not committed.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Commits that are on no other branch.</summary>
    public int? Unmerged { get; init; }

    public bool? Merged { get; init; }

    /// <summary>What is gone for ever when it is removed.</summary>
    public IReadOnlyList<string>? Losses { get; init; }

    /// <summary>What stays in the repository when it is removed.</summary>
    public IReadOnlyList<string>? Stays { get; init; }

    /// <summary>Stands for <see cref="Losses"/>: a removal by force that is given it loses nothing else.</summary>
    public string? Told { get; init; }

    /// <summary>Why git cannot say what it holds.</summary>
    public string? Fault { get; init; }

    public long? DiskBytes { get; init; }

    /// <summary>False when there is more than was looked at.</summary>
    public bool? DiskWhole { get; init; }

    public DateTimeOffset? DiskAt { get; init; }

    /// <summary>When it was looked at last.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What became of it, newest first; only of a single one.</summary>
    public IReadOnlyList<WorkspaceChangeModel>? Changes { get; init; }
}
