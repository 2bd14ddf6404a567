using System.Globalization;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>Times in words, as the page's ticker writes them (Client/src/times.ts); the server writes each one once.</summary>
public static class TimeText
{
    /// <summary><c>48s</c>, <c>4m 12s</c>, <c>3h 05m</c>, <c>2d 4h</c>.</summary>
    public static string Elapsed(TimeSpan time)
    {
        var t = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return t switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalSeconds}s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalMinutes}m {t.Seconds:00}s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalHours}h {t.Minutes:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalDays}d {t.Hours}h"),
        };
    }

    /// <summary>A length that is over: tenths below ten seconds, where they matter.</summary>
    public static string Length(TimeSpan time) => time is { TotalSeconds: < 10 and >= 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s")
        : Elapsed(time);

    /// <summary><c>just now</c>, <c>4m ago</c>, <c>3h ago</c>, <c>2d ago</c>, <c>14 Nov</c>; <c>in 3h</c> for what is to come.</summary>
    public static string Relative(DateTimeOffset then, DateTimeOffset now)
    {
        var t = now - then;
        return t switch
        {
            { TotalSeconds: <= -10 } => "in " + Ahead(-t),
            { TotalSeconds: < 10 } => "just now",
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalSeconds}s ago"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalMinutes}m ago"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalHours}h ago"),
            { TotalDays: < 7 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalDays}d ago"),
            _ => then.ToString(then.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture),
        };
    }

    private static string Ahead(TimeSpan t) => t switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalSeconds}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalMinutes}m"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalHours}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalDays}d"),
    };

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>In full, until the browser writes it in the viewer's zone.</summary>
    public static string Full(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
