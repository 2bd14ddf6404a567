using System.Text.Json.Serialization;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A run ended.</summary>
public sealed record RunEnded : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.RunEnded;

    public required FactOutcome Outcome { get; init; }

    /// <summary>From its begin to its end, waits included; null when it never began.</summary>
    public long? DurationMs { get; init; }

    /// <summary>From when it was asked for until it began; null when it never did.</summary>
    public long? QueueMs { get; init; }

    /// <summary>From the wish to cancel it until nothing of it was alive; null when nobody wished it, or nothing of it had begun.</summary>
    public long? CancelMs { get; init; }

    /// <summary>Files that differ from the commit it began at; null where nobody could look.</summary>
    public int? ChangedFiles { get; init; }

    /// <summary>Commit that each of its workspaces began at, by the name of the repository.</summary>
    public IReadOnlyDictionary<string, string> BaseCommits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>False when the newest visit of a step was not verified, true when one was and none was not; null when none has a <c>verify</c>.</summary>
    public bool? Verified { get; init; }

    /// <summary>Known cost of its own attempts; child runs tell theirs.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Some of the cost comes from a price table, not from an agent.</summary>
    public bool CostEstimated { get; init; }

    /// <summary>Known tokens in and out of all attempts, those of the cache included.</summary>
    public long? Tokens { get; init; }

    /// <summary>Agents that worked in it.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Models that they used, as far as known.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
