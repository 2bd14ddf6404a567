namespace Signalbox.Engine.Metrics;

/// <summary>
/// Computes points, and keeps those of periods that are over, so that nobody waits twice for the same facts. What is kept follows from the facts alone: deleted, it
/// comes back the same.
/// </summary>
public sealed class SnapshotKeeper(IMetricStore store, TimeProvider time)
{
    /// <summary>A period is over when it ended so long ago: a fact is stamped before it is committed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>The points of all metrics of <see cref="MetricCatalog.All"/>, in that order.</summary>
    /// <param name="calendar">Cuts time.</param>
    /// <param name="filter">What they are of.</param>
    /// <param name="periods">Periods of the calendar, one after the other.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> PointsAsync(
        MetricCalendar calendar, MetricFilter filter, IReadOnlyList<MetricPeriod> periods, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(periods);
        if (periods.Count == 0)
        {
            return [.. MetricCatalog.All.Select(_ => (IReadOnlyList<MetricPoint>)[])];
        }

        var found = (await store.SnapshotsAsync(calendar, filter, periods[0].Date, periods[^1].Date, cancellationToken))
            .GroupBy(s => s.Date)
            .Select(g => (Date: g.Key, Points: g.ToDictionary(s => s.Metric, s => s.Point, StringComparer.Ordinal)))
            .Where(g => MetricCatalog.All.All(m => g.Points.ContainsKey(m.Name)))
            .ToDictionary(g => g.Date, g => g.Points);
        var missing = periods.Where(p => !found.ContainsKey(p.Date)).ToList();
        foreach (var part in Parts(calendar.Kind, missing))
        {
            foreach (var (period, points) in await ComputeAsync(calendar, filter, part, cancellationToken))
            {
                found[period.Date] = points;
            }
        }

        return [.. MetricCatalog.All.Select(m => (IReadOnlyList<MetricPoint>)[.. periods.Select(p => found[p.Date][m.Name])])];
    }

    /// <summary>Forgets what is kept and computes it anew from the facts: all periods of a calendar that are over. Returns how many there are.</summary>
    public async Task<int> RebuildAsync(MetricCalendar calendar, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        await store.ForgetSnapshotsAsync(cancellationToken);
        if (await store.FirstFactAsync(cancellationToken) is not { } first)
        {
            return 0;
        }

        var periods = calendar.Between(first, time.GetUtcNow()).Where(IsOver).ToList();
        foreach (var part in Parts(calendar.Kind, periods))
        {
            await ComputeAsync(calendar, MetricFilter.All, part, cancellationToken);
        }

        return periods.Count;
    }

    /// <summary>
    /// The periods in parts of neighbours, some three months at a time at most: the numbers of everything do not need the memory of everything, nor those of two periods the facts of all
    /// in between.
    /// </summary>
    private static List<List<MetricPeriod>> Parts(PeriodKind kind, List<MetricPeriod> periods)
    {
        List<List<MetricPeriod>> parts = [];
        foreach (var period in periods)
        {
            if (parts.Count > 0 && parts[^1].Count < PartOf(kind) && parts[^1][^1].To == period.From)
            {
                parts[^1].Add(period);
            }
            else
            {
                parts.Add([period]);
            }
        }

        return parts;
    }

    private static int PartOf(PeriodKind kind) => kind switch
    {
        PeriodKind.Day => 31,
        PeriodKind.Week => 13,
        PeriodKind.Month => 3,
    };

    private bool IsOver(MetricPeriod period) => period.To + Grace <= time.GetUtcNow();

    private async Task<IReadOnlyList<(MetricPeriod Period, Dictionary<string, MetricPoint> Points)>> ComputeAsync(
        MetricCalendar calendar, MetricFilter filter, List<MetricPeriod> periods, CancellationToken cancellationToken)
    {
        if (periods.Count == 0)
        {
            return [];
        }

        var readAt = time.GetUtcNow();
        var facts = await store.ReadAsync(periods[0].From, periods[^1].To, cancellationToken);
        var series = MetricCalculator.Points(MetricCatalog.All, facts, filter, periods);
        List<(MetricPeriod Period, Dictionary<string, MetricPoint> Points)> computed =
        [
            .. periods.Index().Select(p => (p.Item, MetricCatalog.All.Index().ToDictionary(m => m.Item.Name, m => series[m.Index][p.Index], StringComparer.Ordinal))),
        ];
        var over = computed.Where(c => IsOver(c.Period)).ToList();

        // Of something that nobody ever measured nothing is kept, whatever it is called.
        if (over.Count > 0 && (filter == MetricFilter.All || computed.Any(c => c.Points.Values.Any(p => p.Samples > 0))))
        {
            await store.KeepAsync(
                [.. over.SelectMany(c => MetricCatalog.All.Select(m => MetricSnapshot.Of(m, calendar, filter, c.Period, c.Points[m.Name], readAt)))], readAt, cancellationToken);
        }

        return computed;
    }
}
