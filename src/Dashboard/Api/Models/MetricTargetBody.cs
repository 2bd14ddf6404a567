namespace Signalbox.Dashboard.Api.Models;

/// <summary>What somebody wants of a metric; what is null stays as it is.</summary>
/// <param name="Target">Where it is to come.</param>
/// <param name="Baseline">Where it began.</param>
public sealed record MetricTargetBody(decimal? Target, decimal? Baseline);
