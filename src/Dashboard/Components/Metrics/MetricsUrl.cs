using System.Globalization;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>What the page of metrics shows, as its address carries it.</summary>
public sealed record MetricsUrl
{
    /// <summary>Length of the periods.</summary>
    public PeriodKind Period { get; init; } = PeriodKind.Week;

    /// <summary>A day of the first period; null: so that there are <see cref="MetricsDesk.DefaultPeriods"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>A day of the last period; null: today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>IANA name of the time zone; null: the viewer's.</summary>
    public string? Zone { get; init; }

    /// <summary>What is looked at.</summary>
    public MetricFilter Filter { get; init; } = MetricFilter.All;

    /// <summary>Metric that is looked at closely.</summary>
    public string? Metric { get; init; }

    /// <summary>Day of the point whose runs are shown; null: the last that has a value.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Reads an address' parts; what is not understood is left out, as if it were not there.</summary>
    public static MetricsUrl Read(Func<string, string?> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new MetricsUrl
        {
            Period = Text("period") is { } word && MetricWords.PeriodOf(word) is { } period ? period : PeriodKind.Week,
            From = Day("from"),
            To = Day("to"),
            Zone = Text("zone") is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null,
            Filter = new MetricFilter(Text("workflow"), Text("agent"), Text("model"), Text("repository")),
            Metric = Text("metric") is { } metric && MetricCatalog.Find(metric) is not null ? metric : null,
            Date = Day("date"),
        };

        string? Text(string name) => part(name) is { Length: > 0 } text ? text : null;

        DateOnly? Day(string name) => DayOf(part(name));
    }

    /// <summary>A day as an address or a field says it; null for one that cannot be asked for, as while somebody types a year.</summary>
    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && MetricCalendar.Knows(day) ? day : null;

    /// <summary>The address of the page.</summary>
    public string ToHref() => Ask() is { Length: > 0 } asked ? $"metrics?{asked}" : "metrics";

    /// <summary>The address of the file as things stand.</summary>
    /// <param name="zone">The viewer's time zone.</param>
    public string ToExport(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var asked = (this with { Zone = Zone ?? zone.Id, Metric = null, Date = null }).Ask();
        return $"/api/v1/metrics/export?{asked}";
    }

    /// <summary>What the engine is asked.</summary>
    /// <param name="zone">The viewer's time zone.</param>
    public MetricQuery ToQuery(TimeZoneInfo zone) => new()
    {
        Period = Period,
        Zone = Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : zone,
        From = From,
        To = To,
        Filter = Filter,
    };

    private string Ask() => string.Join('&', Parts().Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));

    private (string Name, string? Value)[] Parts() =>
    [
        ("period", Period == PeriodKind.Week ? null : MetricWords.Of(Period)),
        ("from", Text(From)),
        ("to", Text(To)),
        ("zone", Zone),
        ("workflow", Filter.Workflow),
        ("agent", Filter.Agent),
        ("model", Filter.Model),
        ("repository", Filter.Repository),
        ("metric", Metric),
        ("date", Text(Date)),
    ];

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
