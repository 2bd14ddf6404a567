namespace Signalbox.Dashboard.Api.Models;

/// <summary>One try at a step.</summary>
public sealed record AttemptModel
{
    public required string Id { get; init; }

    public required int Number { get; init; }

    public required string Agent { get; init; }

    public string? Model { get; init; }

    /// <summary>How it ended; null while it works.</summary>
    public string? Outcome { get; init; }

    public int? ExitCode { get; init; }

    public string? SessionId { get; init; }

    public string? FinalText { get; init; }

    public AttemptErrorModel? Error { get; init; }

    public required int ToolCalls { get; init; }

    public required int PermissionDenials { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public UsageModel? Usage { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
