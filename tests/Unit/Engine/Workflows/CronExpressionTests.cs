using System.Globalization;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2025-01-01T00:00:00Z", "UTC", "2025-01-01T00:01:00Z")]
    [InlineData("*/15 * * * *", "2025-01-01T00:07:30Z", "UTC", "2025-01-01T00:15:00Z")]
    [InlineData("0 6 * * 1-5", "2025-01-03T07:00:00Z", "UTC", "2025-01-06T06:00:00Z")]
    [InlineData("0 6 * * MON-FRI", "2025-01-03T07:00:00Z", "UTC", "2025-01-06T06:00:00Z")]
    [InlineData("0 0 * * 7", "2025-01-01T00:00:00Z", "UTC", "2025-01-05T00:00:00Z")]
    [InlineData("0 0 * * 0", "2025-01-01T00:00:00Z", "UTC", "2025-01-05T00:00:00Z")]
    [InlineData("30 8-18/2 * * *", "2025-01-01T12:00:00Z", "UTC", "2025-01-01T12:30:00Z")]
    [InlineData("5/20 * * * *", "2025-01-01T12:26:00Z", "UTC", "2025-01-01T12:45:00Z")]
    [InlineData("0 0 29 2 *", "2025-01-01T00:00:00Z", "UTC", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 1,15 jan,Jul *", "2025-01-16T00:00:00Z", "UTC", "2025-07-01T00:00:00Z")]
    [InlineData("0 0 13 * 5", "2025-01-01T00:00:00Z", "UTC", "2025-01-03T00:00:00Z")] // either day is enough
    [InlineData("0 6 * * *", "2025-01-01T04:59:00Z", "Europe/Berlin", "2025-01-01T05:00:00Z")]
    [InlineData("30 2 * * *", "2025-03-30T00:00:00Z", "Europe/Berlin", "2025-03-30T01:00:00Z")] // 02:30 does not exist that day
    [InlineData("30 2 * * *", "2025-10-25T22:00:00Z", "Europe/Berlin", "2025-10-26T00:30:00Z")] // 02:30 comes twice that day
    [InlineData("30 2 * * *", "2025-10-26T00:30:00Z", "Europe/Berlin", "2025-10-27T01:30:00Z")]
    public void Next_AfterATime_IsTheFirstThatFits(string text, string after, string zone, string expected)
    {
        Assert.True(CronExpression.TryParse(text, out var cron, out _));

        Assert.Equal(Time(expected), cron.Next(Time(after), TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    [Theory]
    [InlineData("", "it has 0 fields; there are five: minute, hour, day of month, month, day of week.")]
    [InlineData("0 0 * * * *", "it has 6 fields; there are five: minute, hour, day of month, month, day of week.")]
    [InlineData("-1 * * * *", "the minute, '-1', is '*', a number from 0 to 59, a range or a list of these.")]
    [InlineData("* 24 * * *", "the hour, '24', is '*', a number from 0 to 23, a range or a list of these.")]
    [InlineData("* * 0 * *", "the day of month, '0', is '*', a number from 1 to 31, a range or a list of these.")]
    [InlineData("* * * foo *", "the month, 'foo', is '*', a number from 1 to 12, a range or a list of these.")]
    [InlineData("* * * * 8", "the day of week, '8', is '*', a number from 0 to 7, a range or a list of these.")]
    [InlineData("* * * * 5-1", "the day of week, '5-1', has a range that runs backwards.")]
    [InlineData("*/0 * * * *", "the minute, '*/0', has the step '0'; a step is a number from 1 to 59.")]
    [InlineData("1,,2 * * * *", "the minute, '1,,2', is '*', a number from 0 to 59, a range or a list of these.")]
    [InlineData("* * ? * *", "the day of month, '?', is '*', a number from 1 to 31, a range or a list of these.")]
    [InlineData("0 0 30 2 *", "that day never comes.")]
    public void TryParse_Fault_SaysWhichField(string text, string expected)
    {
        Assert.False(CronExpression.TryParse(text, out _, out var fault));

        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Next_AskedAgainAndAgain_OnlyGoesForward()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        Assert.True(CronExpression.TryParse("*/10 0-4 * 3,11 *", out var cron, out _));
        var time = Time("2025-03-01T00:00:00Z");
        for (var i = 0; i < 3_000; i++)
        {
            var next = cron.Next(time, zone)!.Value;
            var local = TimeZoneInfo.ConvertTime(next, zone);

            Assert.True(next > time);
            Assert.True(local.Month is 3 or 11 && local.Hour <= 4 && local.Minute % 10 == 0, local.ToString("O", CultureInfo.InvariantCulture));
            time = next;
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
