using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics;

/// <summary>One thing that a metric counts.</summary>
/// <param name="At">When: decides its period.</param>
/// <param name="Subject">What it is of; of the same in one period the last counts.</param>
/// <param name="Run">Run behind it.</param>
/// <param name="RunKey">What people call that run.</param>
/// <param name="Numerator">Its part of the numerator.</param>
/// <param name="Denominator">Its part of the denominator.</param>
/// <param name="IsEstimated">It was estimated, not counted.</param>
public sealed record MetricSample(
    DateTimeOffset At, string Subject, RunId? Run, string? RunKey, decimal Numerator, decimal Denominator = 1, bool IsEstimated = false);
