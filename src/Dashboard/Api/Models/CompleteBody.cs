using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker says that the step is done.</summary>
public sealed record CompleteBody(string? Agent, long Epoch)
{
    /// <summary>Its last word.</summary>
    public string? Text { get; init; }

    /// <summary>Values of the step's string outputs, by the keys that they name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    public int? ExitCode { get; init; }

    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public decimal? CostUsd { get; init; }
}
