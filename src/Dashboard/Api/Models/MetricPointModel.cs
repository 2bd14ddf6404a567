namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a metric was in a period.</summary>
/// <param name="Date">First day of the period; of an imported point the day that its file says.</param>
/// <param name="Value">Null: nothing was there to measure.</param>
/// <param name="Numerator">Null for medians, percentiles and imported points.</param>
/// <param name="Denominator">Null for imported points and where there is no value.</param>
/// <param name="Source"><c>computed</c> or <c>imported</c>.</param>
/// <param name="Estimated">Some of it was estimated; null where that is not known.</param>
public sealed record MetricPointModel(DateOnly Date, decimal? Value, decimal? Numerator, decimal? Denominator, string Source, bool? Estimated);
