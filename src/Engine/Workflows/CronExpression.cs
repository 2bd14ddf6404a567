using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Signalbox.Engine.Workflows;

/// <summary>
/// Five fields as in Unix cron: minute, hour, day of month, month, day of week. Each is <c>*</c>, a number, a range, a step (<c>*/15</c>,
/// <c>8-18/2</c>) or a list of these; months and days have English names of three letters; Sunday is 0 or 7. Where both days are
/// restricted, either is enough, as in Unix.
/// </summary>
public sealed class CronExpression
{
    private const int SearchYears = 8; // 29 February comes after eight years at the latest, around a century that is no leap year

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong daysOfMonth;
    private readonly ulong months;
    private readonly ulong daysOfWeek;
    private readonly bool anyDayOfMonth;
    private readonly bool anyDayOfWeek;

    private CronExpression(string text, ulong[] sets, string[] fields)
    {
        Text = text;
        (minutes, hours, daysOfMonth, months) = (sets[0], sets[1], sets[2], sets[3]);
        daysOfWeek = (sets[4] | (sets[4] >> 7)) & 0x7F;
        anyDayOfMonth = fields[2][0] == '*';
        anyDayOfWeek = fields[4][0] == '*';
    }

    /// <summary>The fields as written.</summary>
    public string Text { get; }

    /// <summary>Reads five fields.</summary>
    /// <param name="text">The fields, separated by spaces.</param>
    /// <param name="cron">The expression; null with a fault.</param>
    /// <param name="fault">Why it cannot be read, in one sentence that follows a colon.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronExpression? cron, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        cron = null;
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            fault = $"it has {(fields.Length == 1 ? "one field" : string.Create(CultureInfo.InvariantCulture, $"{fields.Length} fields"))}; there are five: minute, hour, day of month, month, day of week.";
            return false;
        }

        (string Name, int Min, int Max, string[] Names)[] kinds =
        [
            ("minute", 0, 59, []), ("hour", 0, 23, []), ("day of month", 1, 31, []), ("month", 1, 12, Months), ("day of week", 0, 7, Days),
        ];
        var sets = new ulong[5];
        for (var i = 0; i < 5; i++)
        {
            var (name, min, max, names) = kinds[i];
            if (Field(fields[i], min, max, names, out sets[i]) is { } wrong)
            {
                fault = $"the {name}, {Wording.Quote(fields[i])}, {wrong}.";
                return false;
            }
        }

        var read = new CronExpression(text, sets, fields);
        if (read.Next(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc) is null)
        {
            fault = "that day never comes.";
            return false;
        }

        (cron, fault) = (read, null);
        return true;
    }

    /// <summary>
    /// The first time after another at which it fires, in a time zone; null when there is none within eight years. A time that a change of
    /// the clocks leaves out fires at the end of the gap; one that comes twice fires the first time.
    /// </summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        // the clock may stand an hour earlier than this once more; candidates that are not later are passed over below
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime.AddHours(-3);
        local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
        for (var end = local.AddYears(SearchYears); local < end;)
        {
            if ((months & (1UL << local.Month)) == 0)
            {
                local = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            }
            else if (!IsDay(local))
            {
                local = local.Date.AddDays(1);
            }
            else if ((hours & (1UL << local.Hour)) == 0)
            {
                local = local.Date.AddHours(local.Hour + 1);
            }
            else if ((minutes & (1UL << local.Minute)) == 0)
            {
                local = local.AddMinutes(1);
            }
            else if (Instant(local, zone) is var found && found > after)
            {
                return found;
            }
            else
            {
                local = local.AddMinutes(1);
            }
        }

        return null;
    }

    private bool IsDay(DateTime day)
    {
        var byMonth = (daysOfMonth & (1UL << day.Day)) != 0;
        var byWeek = (daysOfWeek & (1UL << (int)day.DayOfWeek)) != 0;
        return anyDayOfMonth || anyDayOfWeek ? byMonth && byWeek : byMonth || byWeek;
    }

    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static string? Field(string field, int min, int max, string[] names, out ulong set)
    {
        set = 0;
        foreach (var part in field.Split(','))
        {
            if (Part(part, min, max, names, ref set) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Part(string part, int min, int max, string[] names, ref ulong set)
    {
        var allowed = $"is '*', a number from {min} to {max}, a range or a list of these";
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var (span, step) = slash >= 0 ? (part[..slash], part[(slash + 1)..]) : (part, "");
        var every = 1;
        if (slash >= 0 && (!Digits(step, out every) || every < 1 || every > max))
        {
            return $"has the step {Wording.Quote(step)}; a step is a number from 1 to {max}";
        }

        int from, to;
        if (span is "*")
        {
            (from, to) = (min, max);
        }
        else
        {
            var dash = span.IndexOf('-', StringComparison.Ordinal);
            if (!Value(dash < 0 ? span : span[..dash], min, names, out from) || !Value(dash < 0 ? span : span[(dash + 1)..], min, names, out to))
            {
                return allowed;
            }

            // a number with a step goes on to the end
            to = dash < 0 && slash >= 0 ? max : to;
            if (from < min || from > max || to < min || to > max)
            {
                return allowed;
            }

            if (from > to)
            {
                return "has a range that runs backwards";
            }
        }

        for (var value = from; value <= to; value += every)
        {
            set |= 1UL << value;
        }

        return null;
    }

    private static bool Value(string text, int min, string[] names, out int value)
    {
        var index = Array.FindIndex(names, n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        value = index + min;
        return index >= 0 || Digits(text, out value);
    }

    private static bool Digits(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && text.Length <= 2;
}
