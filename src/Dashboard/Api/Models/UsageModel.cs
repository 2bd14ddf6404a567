namespace Signalbox.Dashboard.Api.Models;

/// <summary>Tokens, cost and time of an attempt; null where the agent does not say.</summary>
public sealed record UsageModel(
    long? InputTokens,
    long? OutputTokens,
    long? CacheReadTokens,
    long? CacheCreationTokens,
    decimal? CostUsd,
    bool CostEstimated,
    decimal? PremiumRequests,
    int? Turns,
    long? DurationMs);
