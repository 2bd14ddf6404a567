using System.Globalization;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>Metrics in words.</summary>
internal static class MetricText
{
    /// <summary>A value with its unit.</summary>
    public static string Value(decimal? value, MetricUnit unit) => value is not { } known ? "unknown" : unit switch
    {
        MetricUnit.Percent => Number(known, "0.#") + "%",
        MetricUnit.Milliseconds => Time(known),
        MetricUnit.Usd => "$" + Number(known, known < 1 ? "0.00##" : "#,0.00"),
        MetricUnit.Tokens => Number(known, "#,0"),
        MetricUnit.Count => Number(known, "0.##"),
    };

    /// <summary>What a point was made of.</summary>
    public static string Of(MetricPoint point, MetricUnit unit) => point switch
    {
        { Value: null } => "nothing to measure",
        { Numerator: { } numerator } when unit == MetricUnit.Percent => $"{Number(numerator, "#,0")} of {Number(point.Denominator, "#,0")}{Estimated(point)}",
        _ => $"of {Number(point.Samples, "#,0")}{Estimated(point)}",
    };

    /// <summary>The period of the number that is shown: a number without it may be ten weeks old.</summary>
    public static string When(MetricSeries series, PeriodKind period) => series.Current is not { } current ? ""
        : $"{MetricWords.Of(period)} of {Day(current.Date)}{(series.IsSoFar ? ", so far" : "")}";

    /// <summary>What a metric was made of, and when.</summary>
    public static string Of(MetricSeries series, PeriodKind period) =>
        series.Current is { } current ? $"{Of(current, series.Metric.Unit)}, {When(series, period)}" : "nothing to measure yet";

    /// <summary>Tone of a trend.</summary>
    public static Tone Tone(TrendWord trend) => trend switch
    {
        TrendWord.Improving => Shared.Tone.Ok,
        TrendWord.Worsening => Shared.Tone.Bad,
        TrendWord.Steady or TrendWord.InsufficientData => Shared.Tone.Idle,
    };

    /// <summary>A number as a field has it; empty when there is none.</summary>
    public static string Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A day; empty when there is none.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The day that an instant lies in.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>A change that a bend may come from.</summary>
    public static string Of(ChangeMarker change) => change.Kind switch
    {
        ChangeKind.WorkflowVersion => $"{change.Name} v{change.Value}",
        ChangeKind.Model => $"{change.Name}: {change.Value}",
        ChangeKind.Configuration => $"configuration {change.Value}",
    };

    private static string Estimated(MetricPoint point) => point.IsEstimated ? ", estimated" : "";

    private static string Number(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Time(decimal milliseconds)
    {
        var time = TimeSpan.FromMilliseconds((double)milliseconds);
        return time.TotalSeconds < 1 ? Number(milliseconds, "0") + " ms"
            : time.TotalMinutes < 1 ? Number(milliseconds / 1000, "0.#") + " s"
            : time.TotalHours < 1 ? $"{time.Minutes}m {time.Seconds:00}s"
            : $"{(int)time.TotalHours}h {time.Minutes:00}m";
    }
}
