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

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
        }

        faults.Add(QueryFaults.Fault(field, text, "a day such as 2026-01-31, or a time"));
        return null;
    }

    /// <summary>A value of the query; null when it says nothing.</summary>
    public static string? Text(IQueryCollection query, string field) => query[field].ToString() is { Length: > 0 } text ? text : null;
}
