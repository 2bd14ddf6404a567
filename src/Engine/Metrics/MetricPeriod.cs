namespace Signalbox.Engine.Metrics;

/// <summary>A day, week or month of a time zone.</summary>
/// <param name="Date">Its first day.</param>
/// <param name="From">Its first instant, in UTC.</param>
/// <param name="To">The first instant after it, in UTC.</param>
public sealed record MetricPeriod(DateOnly Date, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whether an instant lies in it.</summary>
    public bool Contains(DateTimeOffset at) => at >= From && at < To;
}
