using Signalbox.Engine.Metrics;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class MetricCalendarTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-29", "2026-03-28T23:00Z", 23)]
    [InlineData("2026-10-25", "2026-10-24T22:00Z", 25)]
    [InlineData("2026-07-01", "2026-06-30T22:00Z", 24)]
    public void Of_Day_HasTheHoursOfItsZone(string date, string from, int hours)
    {
        var day = new MetricCalendar(PeriodKind.Day, Berlin).Of(Date(date));

        Assert.Equal((Date(date), Time(from), TimeSpan.FromHours(hours)), (day.Date, day.From, day.To - day.From));
    }

    [Theory]
    [InlineData("2026-03-22T23:00Z", "2026-03-23")]
    [InlineData("2026-03-22T22:59:59Z", "2026-03-16")]
    [InlineData("2026-03-29T21:59:59Z", "2026-03-23")]
    [InlineData("2026-03-29T22:00Z", "2026-03-30")]
    [InlineData("2026-01-01T12:00Z", "2025-12-29")]
    public void Of_Week_BeginsOnMondayOfTheZone(string at, string expected) =>
        Assert.Equal(Date(expected), new MetricCalendar(PeriodKind.Week, Berlin).Of(Time(at)).Date);

    [Fact]
    public void Move_Month_HasItsOwnLength()
    {
        var calendar = new MetricCalendar(PeriodKind.Month, Berlin);
        var march = calendar.Move(calendar.Of(Date("2026-01-31")), 2);

        Assert.Equal((Date("2026-03-01"), TimeSpan.FromHours((31 * 24) - 1)), (march.Date, march.To - march.From));
    }

    [Fact]
    public void Of_DayWhoseMidnightIsSkipped_BeginsWithItsFirstInstant_AndNothingIsBetweenDays()
    {
        // Clocks go from midnight to one on the first of April, and back from one to midnight on the first of October.
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test/Midnight", TimeSpan.FromHours(2), "test", "standard", "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                new DateTime(2020, 1, 1),
                new DateTime(2040, 12, 31),
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 0, 0, 0), 4, 1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 1, 0, 0), 10, 1)),
        ]);
        var calendar = new MetricCalendar(PeriodKind.Day, zone);

        Assert.Equal((Time("2026-03-31T22:00Z"), TimeSpan.FromHours(23)), (calendar.Of(Date("2026-04-01")).From, Length("2026-04-01")));
        Assert.Equal((Time("2026-09-30T21:00Z"), TimeSpan.FromHours(25)), (calendar.Of(Date("2026-10-01")).From, Length("2026-10-01")));
        var year = calendar.Between(Time("2026-01-01T00:00Z"), Time("2026-12-31T12:00Z"));
        Assert.Equal(365, year.Count);
        Assert.All(year.Zip(year.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.All(year, day => Assert.Equal((day.Date, day.Date), (calendar.Of(day.From).Date, calendar.Of(day.To.AddTicks(-1)).Date)));

        TimeSpan Length(string date) => calendar.Of(Date(date)).To - calendar.Of(Date(date)).From;
    }

    [Fact]
    public void Between_FromBehindUntil_IsEmpty() =>
        Assert.Empty(new MetricCalendar(PeriodKind.Day, Berlin).Between(Time("2026-01-03T12:00Z"), Time("2026-01-01T12:00Z")));

    private static DateOnly Date(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
