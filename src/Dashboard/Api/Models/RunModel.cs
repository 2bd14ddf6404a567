namespace Signalbox.Dashboard.Api.Models;

/// <summary>A run (design/contract.md, JSON shapes). In a list, <c>steps</c>, <c>queuePosition</c> and <c>verified</c> are not loaded and null: ask for the run.</summary>
public sealed record RunModel
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    /// <summary>Its page; null from a server that lives in a command and ends with it.</summary>
    public required string? Url { get; init; }

    public required string Workflow { get; init; }

    public required int WorkflowVersion { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required string Repository { get; init; }

    /// <summary>All repositories of a run that works in several, the one above among them; null: that is its only one, and in a list.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }

    /// <summary>Command that shows its agents at work in a terminal of the server's machine; null: there are no windows, and in a list.</summary>
    public string? Terminal { get; init; }

    public string? OriginalPrompt { get; init; }

    public IReadOnlyDictionary<string, object?>? Inputs { get; init; }

    public string? Trigger { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? CurrentStep { get; init; }

    public string? NextAction { get; init; }

    /// <summary>Runs before it in the queue; null when it is not Pending.</summary>
    public int? QueuePosition { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>Null: nothing verified it, nor said it failed.</summary>
    public bool? Verified { get; init; }

    /// <summary>Runs with more begin first; null in a list.</summary>
    public int? Priority { get; init; }

    /// <summary>Retention keeps it; null in a list.</summary>
    public bool? Pinned { get; init; }

    /// <summary>When a waiting run goes on by itself; null: something else moves it on.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>The run whose step this is.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The checkpoint that it was forked from.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>W3C trace id, as events and logs carry it; null in a list.</summary>
    public string? TraceId { get; init; }

    public required bool CancelRequested { get; init; }

    public required int StepsEnded { get; init; }

    public required int StepsTotal { get; init; }

    public IReadOnlyList<StepModel>? Steps { get; init; }
}
