using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>
/// Computes metrics from facts, and from nothing else: no clock, no store, no state (design/metrics.md). All sums are decimal, so that the same facts give the same
/// numbers to the last digit, in whatever order they come.
/// </summary>
public static class MetricCalculator
{
    /// <summary>The points of a metric, one for each period.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="facts">
    /// All facts of the periods; those of later, too, that say something about them (<see cref="MetricFact.Since"/>), and the proofs of
    /// <see cref="MetricCatalog.VerifyMemory"/> before. More do no harm.
    /// </param>
    /// <param name="filter">What it is of.</param>
    /// <param name="periods">The periods.</param>
    public static IReadOnlyList<MetricPoint> Points(MetricDefinition metric, IEnumerable<MetricFact> facts, MetricFilter filter, IReadOnlyList<MetricPeriod> periods) =>
        Points([metric], facts, filter, periods)[0];

    /// <summary>The points of several metrics, in their order.</summary>
    public static IReadOnlyList<IReadOnlyList<MetricPoint>> Points(
        IReadOnlyList<MetricDefinition> metrics, IEnumerable<MetricFact> facts, MetricFilter filter, IReadOnlyList<MetricPeriod> periods)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var set = new FactSet(facts, filter);
        return [.. metrics.Select(m => (IReadOnlyList<MetricPoint>)[.. ByPeriod(m.Samples(set), periods).Select(p => Point(m.Aggregate, p.Period, p.Samples))])];
    }

    /// <summary>What a metric counted in a period: the runs behind the point, in the order of time.</summary>
    public static IReadOnlyList<MetricSample> Behind(MetricDefinition metric, IEnumerable<MetricFact> facts, MetricFilter filter, MetricPeriod period)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return ByPeriod(metric.Samples(new FactSet(facts, filter)), [period])[0].Samples;
    }

    private static IReadOnlyList<(MetricPeriod Period, IReadOnlyList<MetricSample> Samples)> ByPeriod(IEnumerable<MetricSample> samples, IReadOnlyList<MetricPeriod> periods)
    {
        // Of the same subject the last one of a period counts: samples come in the order of time.
        var found = periods.Select(_ => new Dictionary<string, MetricSample>(StringComparer.Ordinal)).ToList();
        foreach (var sample in samples)
        {
            if (Find(periods, sample.At) is >= 0 and var index)
            {
                found[index][sample.Subject] = sample;
            }
        }

        return [.. periods.Select((p, index) => (p, (IReadOnlyList<MetricSample>)[.. found[index].Values.OrderBy(s => s.At).ThenBy(s => s.Subject, StringComparer.Ordinal)]))];
    }

    private static int Find(IReadOnlyList<MetricPeriod> periods, DateTimeOffset at)
    {
        var (low, high) = (0, periods.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (periods[middle].Contains(at))
            {
                return middle;
            }

            (low, high) = at < periods[middle].From ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private static MetricPoint Point(MetricAggregate aggregate, MetricPeriod period, IReadOnlyList<MetricSample> samples)
    {
        var denominator = samples.Sum(s => s.Denominator);
        if (denominator == 0)
        {
            return MetricPoint.Gap(period.Date);
        }

        var numerator = samples.Sum(s => s.Numerator);
        (decimal Value, decimal? Numerator) made = aggregate switch
        {
            MetricAggregate.Share => (100 * numerator / denominator, numerator),
            MetricAggregate.Mean => (numerator / denominator, numerator),
            MetricAggregate.Sum => (numerator, numerator),
            MetricAggregate.Median => (Rank(samples, 50), null),
            MetricAggregate.Percentile95 => (Rank(samples, 95), null),
        };
        return new MetricPoint(period.Date, decimal.Round(made.Value, MetricPoint.Places, MidpointRounding.AwayFromZero), made.Numerator, denominator, samples.Count, samples.Any(s => s.IsEstimated));
    }

    /// <summary>The smallest value that so many of a hundred do not exceed.</summary>
    private static decimal Rank(IReadOnlyList<MetricSample> samples, int percent)
    {
        var sorted = samples.Select(s => s.Numerator).Order().ToList();
        return sorted[((sorted.Count * percent) + 99) / 100 - 1];
    }
}
