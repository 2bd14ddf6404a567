using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>A run in a list.</summary>
public sealed record RunSummary
{
    public required RunId Id { get; init; }

    public required string Key { get; init; }

    public required string Workflow { get; init; }

    public required int WorkflowVersion { get; init; }

    public required string Repository { get; init; }

    public required RunStatus Status { get; init; }

    public string? StatusReason { get; init; }

    public required RunTrigger Trigger { get; init; }

    /// <summary>Inputs as key/value: plain values.</summary>
    public required IReadOnlyDictionary<string, object?> Inputs { get; init; }

    public string? OriginalPrompt { get; init; }

    public string? CurrentStep { get; init; }

    public string? NextAction { get; init; }

    public required string StartedBy { get; init; }

    public decimal? CostUsd { get; init; }

    public bool CancelRequested { get; init; }

    public int StepsEnded { get; init; }

    public int StepsTotal { get; init; }

    /// <summary>Agents of its steps, distinct.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
