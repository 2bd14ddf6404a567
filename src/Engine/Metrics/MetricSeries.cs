namespace Signalbox.Engine.Metrics;

/// <summary>A metric over time.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Target">What people want of it; null: nobody said.</param>
/// <param name="Points">What was computed, a point for each period.</param>
/// <param name="Imported">What came with a file and lies in that time; never mixed with the points.</param>
public sealed record MetricSeries(MetricDefinition Metric, MetricTarget? Target, IReadOnlyList<MetricPoint> Points, IReadOnlyList<ImportedPoint> Imported)
{
    /// <summary>How many of the last points are of periods that are not over.</summary>
    public int Running { get; init; }

    /// <summary>The points of the periods that are over: those that do not change by the hour.</summary>
    public IReadOnlyList<MetricPoint> Over => [.. Points.SkipLast(Running)];

    /// <summary>
    /// The last period that has a value; null when none has. Of a sum it is the last that is over, where there is one: what a week cost so far is no week's cost.
    /// </summary>
    public MetricPoint? Current => (Metric.Aggregate == MetricAggregate.Sum ? Over.LastOrDefault(p => p.Value is not null) : null) ?? Points.LastOrDefault(p => p.Value is not null);

    /// <summary>Whether the period of <see cref="Current"/> is not over: its value is one so far.</summary>
    public bool IsSoFar => Current is { } current && Points.TakeLast(Running).Contains(current);

    /// <summary>Where it goes, by the periods that are over: one that has just begun would bend every line.</summary>
    public TrendWord Trend => Metrics.Trend.Of([.. Over.Select(p => p.Value)], Metric.Better);
}
