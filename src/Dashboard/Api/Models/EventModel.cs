namespace Signalbox.Dashboard.Api.Models;

/// <summary>One thing that happened in a run.</summary>
public sealed record EventModel
{
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Level { get; init; }

    public required string RunId { get; init; }

    public string? StepId { get; init; }

    public int? Attempt { get; init; }

    public string? AttemptId { get; init; }

    public string? Transition { get; init; }

    public string? Reason { get; init; }

    public required string Message { get; init; }

    public required IReadOnlyDictionary<string, object?> Data { get; init; }

    public string? TraceId { get; init; }
}
