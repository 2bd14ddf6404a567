using System.Globalization;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Metrics;

/// <summary>Metrics as people and programs ask for them (design/metrics.md).</summary>
public sealed class MetricsDesk(IMetricStore store, SnapshotKeeper snapshots, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
{
    /// <summary>Periods of a report that does not say from when.</summary>
    public const int DefaultPeriods = 12;

    /// <summary>Periods of a report, at most.</summary>
    public const int MaxPeriods = 400;

    // Looked for among all facts: a page that follows along need not do that with every run that ends.
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(30);

    private volatile Seen? _seen;

    /// <summary>All metrics over a time.</summary>
    public async Task<MetricResult<MetricReport>> ReportAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (periods, fault) = Periods(query);
        if (periods is null)
        {
            return new MetricResult<MetricReport> { Invalid = fault };
        }

        var now = time.GetUtcNow();
        var points = await snapshots.PointsAsync(query.Calendar, query.Filter, periods, cancellationToken);
        var targets = (await store.TargetsAsync(cancellationToken)).ToDictionary(t => t.Metric, StringComparer.Ordinal);
        var (from, to) = (periods[0].Date, query.Calendar.Move(periods[^1], 1).Date.AddDays(-1));

        // What came with a file is of everything: beside a part of it, it would say something else.
        var imported = query.Filter == MetricFilter.All ? await store.ImportedAsync(cancellationToken) : [];
        var seen = await SeenAsync(cancellationToken);
        var changes = ChangeMarkers.Of(seen, query.Filter, periods[0].From, periods[^1].To);
        return new MetricResult<MetricReport>
        {
            Value = new MetricReport(
                query.Period,
                from,
                to,
                [.. MetricCatalog.All.Index().Select(m => new MetricSeries(
                    m.Item,
                    targets.GetValueOrDefault(m.Item.Name),
                    points[m.Index],
                    [.. imported.Where(p => p.Date >= from && p.Date <= to && string.Equals(p.Metric, m.Item.Name, StringComparison.Ordinal))])
                {
                    Running = periods.Count(p => p.To > now),
                })],
                changes,
                MetricScopes.Of(seen)),
        };
    }

    /// <summary>What a metric counted in the period that a day lies in, in the order of time: the runs behind a point.</summary>
    public async Task<MetricResult<IReadOnlyList<MetricSample>>> BehindAsync(string metric, DateOnly date, MetricQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (MetricCatalog.Find(metric) is not { } definition)
        {
            return new MetricResult<IReadOnlyList<MetricSample>> { NotFound = Unknown(metric) };
        }

        var period = query.Calendar.Of(date);
        var facts = await store.ReadAsync(period.From, period.To, cancellationToken);
        return new MetricResult<IReadOnlyList<MetricSample>> { Value = MetricCalculator.Behind(definition, facts, query.Filter, period) };
    }

    /// <summary>Facts, newest first.</summary>
    public Task<IReadOnlyList<MetricFact>> FactsAsync(FactQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    /// <summary>Writes what somebody wants of a metric.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="target">Where it is to come; null leaves that as it is.</param>
    /// <param name="baseline">Where it began; null leaves that as it is.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MetricResult<MetricTarget>> SetTargetAsync(string metric, decimal? target, decimal? baseline, string by, CancellationToken cancellationToken)
    {
        if (MetricCatalog.Find(metric) is not { } definition)
        {
            return new MetricResult<MetricTarget> { NotFound = Unknown(metric) };
        }

        if (target is null && baseline is null)
        {
            return new MetricResult<MetricTarget> { Invalid = new InputFault("target", null, "a number", "Say a target, a baseline, or both.") };
        }

        if ((Fault(definition, "target", target) ?? Fault(definition, "baseline", baseline)) is { } wrong)
        {
            return new MetricResult<MetricTarget> { Invalid = wrong };
        }

        var before = (await store.TargetsAsync(cancellationToken)).FirstOrDefault(t => string.Equals(t.Metric, metric, StringComparison.Ordinal));
        var set = new MetricTarget { Metric = metric, Target = target ?? before?.Target, Baseline = baseline ?? before?.Baseline, SetBy = by, SetAt = time.GetUtcNow() };
        await store.SetTargetAsync(set, cancellationToken);
        bus.Publish(new Notice.MetricsChanged());
        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.MetricsTarget, metric, before is null ? null : new { before.Target, before.Baseline }, new { set.Target, set.Baseline });
        }

        return new MetricResult<MetricTarget> { Value = set };
    }

    /// <summary>Tells that another version of the configuration stands: a mark on the axis of time.</summary>
    /// <param name="version">Its semantic version.</param>
    /// <param name="by">Who applied it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ConfigurationAppliedAsync(string version, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var applied = new MetricFact
        {
            // One that is applied again, as after a rollback, is a change of its own.
            Id = MetricFact.IdOf(FactKind.ConfigurationApplied, $"{version}|{now.UtcTicks}"),
            Kind = FactKind.ConfigurationApplied,
            At = now,
            Detail = new ConfigurationApplied { Version = version, By = by },
        };
        await store.AppendAsync([applied], cancellationToken);
        _seen = null;
        bus.Publish(new Notice.MetricsChanged());
    }

    private async Task<IReadOnlyList<FirstSeen>> SeenAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_seen is { } seen && now - seen.ReadAt < SeenFor)
        {
            return seen.All;
        }

        var all = await store.FirstSeenAsync(cancellationToken);
        _seen = new Seen(now, all);
        return all;
    }

    private static string Unknown(string metric) => $"there is no metric '{metric}': there are {string.Join(", ", MetricCatalog.All.Select(m => m.Name))}";

    private static InputFault? Fault(MetricDefinition metric, string field, decimal? value) => value switch
    {
        < 0 => new InputFault(field, Text(value), "0 or more", $"The {field} of {metric.Name} is {Text(value)}; it cannot be less than 0."),
        > 100 when metric.Unit == MetricUnit.Percent => new InputFault(field, Text(value), "0 to 100", $"The {field} of {metric.Name} is {Text(value)}; it is a percentage, 0 to 100."),
        _ => null,
    };

    private static string Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private (IReadOnlyList<MetricPeriod>? Periods, InputFault? Fault) Periods(MetricQuery query)
    {
        var calendar = query.Calendar;
        var last = query.To is { } to ? calendar.Of(to) : calendar.Of(time.GetUtcNow());
        var first = query.From is { } from ? calendar.Of(from) : calendar.Move(last, 1 - DefaultPeriods);
        if (first.Date > last.Date)
        {
            return (null, new InputFault("from", first.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "a day up to 'to'", "'from' lies behind 'to'."));
        }

        List<MetricPeriod> periods = [first];
        while (periods[^1].Date < last.Date && periods.Count <= MaxPeriods)
        {
            periods.Add(calendar.Move(periods[^1], 1));
        }

        return periods.Count <= MaxPeriods
            ? (periods, null)
            : (null, new InputFault("from", $"more than {MaxPeriods} periods", $"at most {MaxPeriods} periods", $"From there on there are more than {MaxPeriods} periods; ask for longer ones, or for less."));
    }

    private sealed record Seen(DateTimeOffset ReadAt, IReadOnlyList<FirstSeen> All);
}
