namespace Signalbox.Engine.Metrics;

/// <summary>Which metrics somebody wants to see.</summary>
public sealed record MetricQuery
{
    /// <summary>How long the periods are.</summary>
    public PeriodKind Period { get; init; } = PeriodKind.Week;

    /// <summary>Time zone in which days begin.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>A day of the first period; null: so that there are <see cref="MetricsDesk.DefaultPeriods"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>A day of the last period; null: today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What they are of.</summary>
    public MetricFilter Filter { get; init; } = MetricFilter.All;

    /// <summary>The calendar.</summary>
    public MetricCalendar Calendar => new(Period, Zone);
}
