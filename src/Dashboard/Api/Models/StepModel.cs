namespace Signalbox.Dashboard.Api.Models;

/// <summary>A step of a run.</summary>
public sealed record StepModel
{
    /// <summary>Step id in the workflow.</summary>
    public required string Id { get; init; }

    public required string StepRunId { get; init; }

    /// <summary>Repository that it works in, of a run that works in several; null: the run's only one, or it works in none.</summary>
    public string? Repository { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required string Agent { get; init; }

    public required int Visit { get; init; }

    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The item of a <c>for_each</c>; null for a step run of its own.</summary>
    public object? Item { get; init; }

    public int? ItemIndex { get; init; }

    /// <summary>What a blocked step waits for.</summary>
    public string? BlockedOn { get; init; }

    public DateTimeOffset? ResumesAt { get; init; }

    /// <summary>Edge of a graph that was taken.</summary>
    public string? ChosenBranch { get; init; }

    /// <summary>The run of a workflow step.</summary>
    public string? ChildRunId { get; init; }

    public bool? Verified { get; init; }

    public required IReadOnlyDictionary<string, object?> Outputs { get; init; }

    public ChangesModel? Changes { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<AttemptModel> Attempts { get; init; }
}
