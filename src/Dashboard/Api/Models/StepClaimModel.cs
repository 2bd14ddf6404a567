namespace Signalbox.Dashboard.Api.Models;

/// <summary>Where a step stands that was offered to workers.</summary>
public sealed record StepClaimModel
{
    public required string Step { get; init; }

    public required string StepId { get; init; }

    public required string Run { get; init; }

    public required string Attempt { get; init; }

    public required string Status { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public string? Role { get; init; }

    public string? AssignedTo { get; init; }

    /// <summary>Worker that holds or ended it.</summary>
    public string? Agent { get; init; }

    public required long Epoch { get; init; }

    public int? Percent { get; init; }

    public string? Progress { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Bytes of the log that lines were appended to; null where none were.</summary>
    public long? LogBytes { get; init; }
}
