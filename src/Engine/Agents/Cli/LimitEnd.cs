using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// When a limit ends, where an agent says it in words: "resets 9am (Europe/Berlin)", "resets Oct 9, 5pm", "try again in 2 days 3 hours", "reset after 1h49m8s",
/// "usage limit reached|1749924000" (design/agents.md, "Lessons from recorded streams").
/// </summary>
internal static partial class LimitEnd
{
    // Whoever names a later time is asked again after a week.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // A time that has only just passed was meant, and not the same time tomorrow.
    private static readonly TimeSpan JustPassed = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>The time that the words name; null when they name none.</summary>
    /// <param name="words">What the agent says of its limit.</param>
    /// <param name="said">When it said so; null when that is not known.</param>
    /// <param name="local">Zone of a time of day without one: that of the machine on which the agent runs.</param>
    public static DateTimeOffset? Of(string? words, DateTimeOffset? said, TimeZoneInfo local)
    {
        if (words is null || said is not { } now || (Epoch(words) ?? Span(words, now) ?? Clock(words, now, local)) is not { } end)
        {
            return null;
        }

        return end > now + Longest ? now + Longest
            : end >= now ? end
            : now - end <= JustPassed ? now + Pause
            : null;
    }

    private static DateTimeOffset? Epoch(string words) =>
        EpochSeconds().Match(words) is { Success: true } match ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture)) : null;

    private static DateTimeOffset? Span(string words, DateTimeOffset said)
    {
        if (Wait().Match(words) is not { Success: true } match)
        {
            return null;
        }

        var seconds = match.Groups["part"].Captures.Select(part => Part().Match(part.Value)).Sum(part =>
            double.Parse(part.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Seconds(part.Groups["unit"].Value));
        return said.AddSeconds(Math.Min(seconds, Longest.TotalSeconds));
    }

    private static double Seconds(string unit) => unit.ToUpperInvariant() switch
    {
        "MS" => 0.001,
        ['D', ..] => 86_400,
        ['H', ..] => 3_600,
        ['M', ..] => 60,
        _ => 1,
    };

    private static DateTimeOffset? Clock(string words, DateTimeOffset said, TimeZoneInfo local)
    {
        if (TimeOfDay().Match(words) is not { Success: true } match || Zone(match.Groups["zone"], local) is not { } zone)
        {
            return null;
        }

        var now = TimeZoneInfo.ConvertTime(said, zone).DateTime;
        var isAfternoon = match.Groups["half"].ValueSpan.StartsWith("p", StringComparison.OrdinalIgnoreCase);
        var time = new TimeSpan((Number(match, "hour") % 12) + (isAfternoon ? 12 : 0), match.Groups["minute"].Success ? Number(match, "minute") : 0, 0);
        if (!match.Groups["month"].Success)
        {
            var today = now.Date + time;
            return At(today < now - JustPassed ? today.AddDays(1) : today, zone);
        }

        // Without a year it is this one, or the next one where that day is long gone.
        var year = match.Groups["year"].Success ? Number(match, "year") : now.Year;
        var date = $"{match.Groups["month"].ValueSpan[..3]} {match.Groups["day"].Value}";
        if (!DateTime.TryParseExact($"{date} {year.ToString(CultureInfo.InvariantCulture)}", "MMM d yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return null;
        }

        return At((!match.Groups["year"].Success && day < now.Date.AddDays(-180) ? day.AddYears(1) : day) + time, zone);
    }

    private static DateTimeOffset At(DateTime time, TimeZoneInfo zone) => new(time, zone.GetUtcOffset(time));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static TimeZoneInfo? Zone(Group zone, TimeZoneInfo local) =>
        !zone.Success ? local : TimeZoneInfo.TryFindSystemTimeZoneById(zone.Value, out var found) ? found : null;

    [GeneratedRegex(@"limit reached\|(?<seconds>\d{10})\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EpochSeconds();

    [GeneratedRegex(
        @"\b(retry|again|resets?) (in|after) (?<part>\d{1,9}(\.\d{1,9})? ?(ms|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z]),? ?(and )?)+",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wait();

    [GeneratedRegex(@"(?<number>\d{1,9}(\.\d{1,9})?) ?(?<unit>[a-z]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex(
        @"\b(resets?|again) (at )?((?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?<day>\d{1,2})(st|nd|rd|th)?,? ((?<year>20\d\d),? )?(at )?)?"
        + @"(?<hour>1[0-2]|0?[1-9])(:(?<minute>[0-5]\d))? ?(?<half>[ap])\.?m\b\.?( \((?<zone>[a-z0-9_+/-]{1,64})\))?",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeOfDay();
}
