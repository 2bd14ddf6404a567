using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>A step as the run's page shows it.</summary>
public sealed record StepView
{
    /// <summary>The step run.</summary>
    public required StepRun Step { get; init; }

    /// <summary>Its attempts by number.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>Its outputs by name.</summary>
    public required IReadOnlyList<OutputView> Outputs { get; init; }

    /// <summary>Names of the steps it still waits for.</summary>
    public required IReadOnlyList<string> WaitsFor { get; init; }

    /// <summary>Why it stands where it does; null when its status says it all.</summary>
    public string? Reason => Step.Status switch
    {
        StepStatus.Pending => Step.StatusReason ?? (WaitsFor.Count > 0 ? $"waits for {string.Join(", ", WaitsFor)}" : null),
        StepStatus.Running => Step.StatusReason,
        StepStatus.Blocked or StepStatus.Skipped or StepStatus.Cancelled => Step.StatusReason,
        StepStatus.Completed => null,
        StepStatus.Failed => Step.StatusReason ?? (Attempts.Count > 0 ? Attempts[^1].Error?.Message : null),
    };

    /// <summary>The step with what belongs to it.</summary>
    public static StepView From(StepRun step, IReadOnlyList<Attempt> attempts, IReadOnlyList<StepRun> all) => new()
    {
        Step = step,
        Attempts = attempts,
        Outputs = [.. step.Outputs.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => OutputView.From(o.Key, o.Value))],
        WaitsFor = [.. all.Where(o => !o.HasEnded && step.Needs.Contains(o.StepId, StringComparer.Ordinal)).Select(o => o.Name).Distinct(StringComparer.Ordinal)],
    };
}
