namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a worker may say of its work however it ended. What is left out is unknown, not zero.</summary>
public abstract record WorkEndBody
{
    /// <summary>Its last word.</summary>
    public string? Text { get; init; }

    /// <summary>Its session, which the next try may resume.</summary>
    public string? SessionId { get; init; }

    /// <summary>Model that did the work; by its price a cost that is left out is estimated.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens that were read, those of the cache left out.</summary>
    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? CacheReadTokens { get; init; }

    public long? CacheCreationTokens { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Parts of one count too, such as 0.33.</summary>
    public decimal? PremiumRequests { get; init; }

    public int? Turns { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? DurationMs { get; init; }
}
