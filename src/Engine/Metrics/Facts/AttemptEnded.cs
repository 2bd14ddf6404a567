using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>An attempt of an agent ended, with what it used.</summary>
public sealed record AttemptEnded : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.AttemptEnded;

    public required AttemptId Attempt { get; init; }

    /// <summary>The attempt's own word: Succeeded, Failed, TimedOut, Cancelled, Interrupted.</summary>
    public required string Status { get; init; }

    public required long DurationMs { get; init; }

    /// <summary>All tokens of the context, those that were served from or written to the cache included.</summary>
    public long? ContextTokens { get; init; }

    /// <summary>Of these, what the provider served from its cache.</summary>
    public long? CachedTokens { get; init; }

    public long? OutputTokens { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>The cost comes from a price table, not from the agent.</summary>
    public bool CostEstimated { get; init; }
}
