namespace Signalbox.Engine.Metrics;

/// <summary>
/// Cuts time into the days, weeks (from Monday) or months of a time zone. A day of a change to or from summer time has 23 or 25 hours; where the clock skips
/// midnight the day begins with the first instant that there is, where midnight comes twice with the first of the two.
/// </summary>
public sealed class MetricCalendar(PeriodKind kind, TimeZoneInfo zone)
{
    /// <summary>The days that people may ask for, in words.</summary>
    public const string Range = "a day from 1970-01-01 to 2999-12-31";

    /// <summary>Whether a day is one that people may ask for: periods at the edge of the calendar have no period before or behind them.</summary>
    public static bool Knows(DateOnly date) => date.Year is >= 1970 and <= 2999;

    public PeriodKind Kind => kind;

    public TimeZoneInfo Zone => zone;

    /// <summary>The period that an instant lies in.</summary>
    public MetricPeriod Of(DateTimeOffset at) => From(First(LocalDate(at)));

    /// <summary>The period that a day lies in.</summary>
    public MetricPeriod Of(DateOnly date) => From(First(date));

    /// <summary>The period that comes before or after another.</summary>
    /// <param name="period">A period.</param>
    /// <param name="count">How many later; negative: earlier.</param>
    public MetricPeriod Move(MetricPeriod period, int count)
    {
        ArgumentNullException.ThrowIfNull(period);
        return From(Step(period.Date, count));
    }

    /// <summary>The periods that two instants and all between them lie in, oldest first.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The last instant; before <paramref name="from"/> there is no period.</param>
    public IReadOnlyList<MetricPeriod> Between(DateTimeOffset from, DateTimeOffset until)
    {
        List<MetricPeriod> periods = [];
        for (var date = First(LocalDate(from)); periods.Count == 0 || periods[^1].To <= until; date = Step(date, 1))
        {
            var period = From(date);
            if (period.From > until)
            {
                break;
            }

            periods.Add(period);
        }

        return periods;
    }

    private DateOnly LocalDate(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private DateOnly First(DateOnly date) => kind switch
    {
        PeriodKind.Day => date,
        PeriodKind.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        PeriodKind.Month => new DateOnly(date.Year, date.Month, 1),
    };

    private DateOnly Step(DateOnly first, int count) => kind switch
    {
        PeriodKind.Day => first.AddDays(count),
        PeriodKind.Week => first.AddDays(7 * count),
        PeriodKind.Month => first.AddMonths(count),
    };

    private MetricPeriod From(DateOnly first) => new(first, Begin(first), Begin(Step(first, 1)));

    private DateTimeOffset Begin(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            // Clocks go on by whole quarters of an hour.
            midnight = midnight.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
