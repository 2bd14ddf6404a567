namespace Signalbox.Dashboard.Api.Models;

/// <summary>One thing that a point counts.</summary>
/// <param name="Time">When.</param>
/// <param name="RunId">Run behind it; null when it is no run's.</param>
/// <param name="Run">What people call that run.</param>
/// <param name="Subject">The run, step run, attempt, session or approval.</param>
/// <param name="Numerator">Its part of the numerator.</param>
/// <param name="Denominator">Its part of the denominator.</param>
/// <param name="Estimated">It was estimated.</param>
public sealed record MetricSampleModel(DateTimeOffset Time, string? RunId, string? Run, string Subject, decimal Numerator, decimal Denominator, bool Estimated);
