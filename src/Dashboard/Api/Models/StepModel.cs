namespace Signalbox.Dashboard.Api.Models;

/// <summary>A step of a run.</summary>
public sealed record StepModel
{
    /// <summary>Step id in the workflow.</summary>
    public required string Id { get; init; }

    public required string StepRunId { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required string Agent { get; init; }

    public required int Visit { get; init; }

    public required IReadOnlyList<string> Needs { get; init; }

    public bool? Verified { get; init; }

    /// <summary>The item of a <c>for_each</c> that this is; null for a step of its own.</summary>
    public object? Item { get; init; }

    public required IReadOnlyDictionary<string, object?> Outputs { get; init; }

    public ChangesModel? Changes { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<AttemptModel> Attempts { get; init; }
}
