using System.Globalization;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>The words with which agents name the end of a limit.</summary>
public sealed class LimitEndTests
{
    private static readonly DateTimeOffset Said = new(2026, 7, 1, 5, 30, 0, TimeSpan.Zero);

    /// <summary>Two hours before UTC all year, so that what a time of day means here is seen.</summary>
    private static readonly TimeZoneInfo Local = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(-2), "here", "here");

    [Theory]
    [InlineData("You've hit your session limit · resets 9am (Europe/Berlin)", "2026-07-01T07:00:00Z")]
    [InlineData("You've hit your session limit · resets 8:30pm (Asia/Tokyo)", "2026-07-01T11:30:00Z")]
    [InlineData("You've hit your session limit · resets 12:50am (America/Los_Angeles)", "2026-07-01T07:50:00Z")]
    [InlineData("Claude usage limit reached. Your limit will reset at 1pm (Etc/GMT+5).", "2026-07-01T18:00:00Z")]
    [InlineData("5-hour limit reached ∙ resets 3am", "2026-07-02T05:00:00Z")]
    [InlineData("5-hour limit reached ∙ resets 12pm", "2026-07-01T14:00:00Z")]
    [InlineData("Weekly limit reached ∙ resets Jul 3, 5pm", "2026-07-03T19:00:00Z")]
    [InlineData("Claude AI usage limit reached|1782900000", "2026-07-01T10:00:00Z")]
    [InlineData("You've hit your usage limit. Upgrade your plan or try again in 2 days 17 hours 14 minutes.", "2026-07-03T22:44:00Z")]
    [InlineData("You've hit your usage limit. Try again at 11:05 PM.", "2026-07-02T01:05:00Z")]
    [InlineData("You've hit your usage limit. Try again at Jul 5th, 2026 8:19 PM.", "2026-07-05T22:19:00Z")]
    [InlineData("Rate limit reached: please try again in 1.5s.", "2026-07-01T05:30:01.5Z")]
    [InlineData("Quota exceeded. Please retry in 250ms", "2026-07-01T05:30:00.25Z")]
    [InlineData("You have exhausted your capacity on this model. Your quota will reset after 1h49m8s.", "2026-07-01T07:19:08Z")]
    [InlineData("try again after 1 hour, 5 minutes and 10 seconds", "2026-07-01T06:35:10Z")]
    public void Of_WordsThatNameIt_IsThatTime(string words, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), LimitEnd.Of(words, Said, Local));

    [Theory]
    [InlineData("You've hit your session limit")]
    [InlineData("Please wait and try again later.")]
    [InlineData("resets 9am (Nowhere/AtAll)")]
    [InlineData("resets 13pm")]
    [InlineData("resets Feb 31, 5pm")]
    [InlineData("try again in 2 moons")]
    [InlineData("try again in 3 months")]
    [InlineData("limits reset every 5h and every week")]
    [InlineData("usage limit reached|1482900000")]
    [InlineData("")]
    [InlineData(null)]
    public void Of_WordsThatNameNone_IsUnknown(string? words) => Assert.Null(LimitEnd.Of(words, Said, Local));

    [Fact]
    public void Of_NotKnownWhenItWasSaid_IsUnknown() => Assert.Null(LimitEnd.Of("try again in 5 minutes", null, Local));

    /// <summary>A limit that ended while its words were on the way is asked again soon, and not tomorrow.</summary>
    [Theory]
    [InlineData("resets 3:25am")]
    [InlineData("usage limit reached|1782883500")]
    public void Of_TimeThatHasJustPassed_IsInAMoment(string words) => Assert.Equal(Said.AddMinutes(1), LimitEnd.Of(words, Said, Local));

    [Theory]
    [InlineData("try again in 30 days")]
    [InlineData("try again at Aug 5th, 2026 8:19 PM")]
    [InlineData("try again in 999999999 days")]
    public void Of_TimeFarAway_IsAWeek(string words) => Assert.Equal(Said.AddDays(7), LimitEnd.Of(words, Said, Local));

    [Fact]
    public void Of_DayOfTheNextYear_IsThen() =>
        Assert.Equal(
            new DateTimeOffset(2027, 1, 2, 7, 0, 0, TimeSpan.Zero),
            LimitEnd.Of("resets Jan 2, 5am", new DateTimeOffset(2026, 12, 30, 5, 30, 0, TimeSpan.Zero), Local));
}
