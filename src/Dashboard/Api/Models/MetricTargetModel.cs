namespace Signalbox.Dashboard.Api.Models;

/// <summary>What people want of a metric.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Target">Where it is to come.</param>
/// <param name="Baseline">Where it began.</param>
/// <param name="SetBy">Who said so last.</param>
/// <param name="SetAt">When.</param>
public sealed record MetricTargetModel(string Metric, decimal? Target, decimal? Baseline, string SetBy, DateTimeOffset SetAt);
