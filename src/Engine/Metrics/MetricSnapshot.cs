namespace Signalbox.Engine.Metrics;

/// <summary>
/// The point of a metric in a period that is over, kept so that a page need not look at its facts again. It follows from the facts: it can be deleted at any time
/// and comes back the same.
/// </summary>
public sealed class MetricSnapshot
{
    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    public required PeriodKind Period { get; init; }

    /// <summary>IANA name of the time zone.</summary>
    public required string Zone { get; init; }

    /// <summary><see cref="MetricFilter.Scope"/> of what it is of.</summary>
    public required string Scope { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>First instant after the period.</summary>
    public required DateTimeOffset Until { get; init; }

    public decimal? Value { get; set; }

    public decimal? Numerator { get; set; }

    public required decimal Denominator { get; set; }

    public required int Samples { get; set; }

    public required bool IsEstimated { get; set; }

    /// <summary>When its facts were read.</summary>
    public required DateTimeOffset ComputedAt { get; set; }

    /// <summary>The point.</summary>
    public MetricPoint Point => new(Date, Value, Numerator, Denominator, Samples, IsEstimated);

    /// <summary>The snapshot of a point.</summary>
    public static MetricSnapshot Of(MetricDefinition metric, MetricCalendar calendar, MetricFilter filter, MetricPeriod period, MetricPoint point, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(point);
        return new MetricSnapshot
        {
            Metric = metric.Name,
            Period = calendar.Kind,
            Zone = calendar.Zone.Id,
            Scope = filter.Scope,
            Date = period.Date,
            Until = period.To,
            Value = point.Value,
            Numerator = point.Numerator,
            Denominator = point.Denominator,
            Samples = point.Samples,
            IsEstimated = point.IsEstimated,
            ComputedAt = now,
        };
    }
}
