using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Api;

/// <summary>Reads what metrics a request asks for.</summary>
internal static class MetricQueryReader
{
    /// <summary>The query, and every fault.</summary>
    public static (MetricQuery Query, IReadOnlyList<FieldError> Faults) Read(IQueryCollection query)
    {
        List<FieldError> faults = [];
        var period = Text(query, "period") is { } word ? MetricWords.PeriodOf(word.ToLowerInvariant()) : PeriodKind.Week;
        if (period is null)
        {
            faults.Add(QueryFaults.Fault("period", Text(query, "period"), "day, week or month"));
        }

        var zone = TimeZoneInfo.Utc;
        if (Text(query, "zone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!))
        {
            faults.Add(QueryFaults.Fault("zone", name, "the IANA name of a time zone, such as Europe/Berlin"));
            zone = TimeZoneInfo.Utc;
        }

        return (
            new MetricQuery
            {
                Period = period ?? PeriodKind.Week,
                Zone = zone,
                From = Date(query, "from", zone, faults),
                To = Date(query, "to", zone, faults),
                Filter = new MetricFilter(Text(query, "workflow"), Text(query, "agent"), Text(query, "model"), Text(query, "repository")),
            },
            faults);
    }

    /// <summary>A day of the query; a time is the day that it lies in.</summary>
    public static DateOnly? Date(IQueryCollection query, string field, TimeZoneInfo zone, List<FieldError> faults)
    {
        if (Text(query, field) is not { } text)
        {
            return null;
        }

        var date = Day(text, zone);
        if (date is null)
        {
            faults.Add(QueryFaults.Fault(field, text, "a day such as 2026-01-31, or a time"));
        }
        else if (!MetricCalendar.Knows(date.Value))
        {
            faults.Add(QueryFaults.Fault(field, text, MetricCalendar.Range));
            return null;
        }

        return date;
    }

    private static DateOnly? Day(string text, TimeZoneInfo zone) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? null

        // What lies at the edge of the calendar has no other zone's day.
        : MetricCalendar.Knows(DateOnly.FromDateTime(time.UtcDateTime)) ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime)
        : DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>A value of the query; null when it says nothing.</summary>
    public static string? Text(IQueryCollection query, string field) => query[field].ToString() is { Length: > 0 } text ? text : null;
}
