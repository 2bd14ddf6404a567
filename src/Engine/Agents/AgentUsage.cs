namespace Signalbox.Engine.Agents;

/// <summary>Tokens, cost and time of an attempt; null where the agent does not say.</summary>
public sealed record AgentUsage
{
    /// <summary>As the agent counts them: Claude and its API leave tokens of the cache out, the others count them in.</summary>
    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? CacheReadTokens { get; init; }

    public long? CacheCreationTokens { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The cost comes from a price table, not from the agent.</summary>
    public bool CostEstimated { get; init; }

    /// <summary>Copilot's unit; a call of a small model is a part of one, such as 0.33.</summary>
    public decimal? PremiumRequests { get; init; }

    public int? Turns { get; init; }

    /// <summary>Milliseconds, as the agent says.</summary>
    public long? DurationMs { get; init; }
}
