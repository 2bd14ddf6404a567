namespace Signalbox.Engine.Metrics;

/// <summary>A metric over time.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Target">What people want of it; null: nobody said.</param>
/// <param name="Points">What was computed, a point for each period.</param>
/// <param name="Imported">What came with a file and lies in that time; never mixed with the points.</param>
public sealed record MetricSeries(MetricDefinition Metric, MetricTarget? Target, IReadOnlyList<MetricPoint> Points, IReadOnlyList<ImportedPoint> Imported)
{
    /// <summary>The last period that has a value; null when none has.</summary>
    public MetricPoint? Current => Points.LastOrDefault(p => p.Value is not null);

    /// <summary>Where it goes.</summary>
    public TrendWord Trend => Metrics.Trend.Of([.. Points.Select(p => p.Value)], Metric.Better);
}
