namespace Signalbox.Engine.Metrics.Compound;

/// <summary>A metric of <c>compound.yaml</c> (spec 4, 5.1). What is null the file does not say.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Description">What it says.</param>
/// <param name="Baseline">Where it began.</param>
/// <param name="Current">Where it is.</param>
/// <param name="Target">Where it is to come.</param>
/// <param name="Unit">What it counts, such as <c>percent</c>.</param>
/// <param name="Trend">Where it goes, such as <c>improving</c>.</param>
public sealed record CompoundMetric(string Name, string? Description, decimal? Baseline, decimal? Current, decimal? Target, string? Unit, string? Trend);
