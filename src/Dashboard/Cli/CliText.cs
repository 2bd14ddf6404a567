using System.Globalization;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting.Output;

namespace Signalbox.Dashboard.Cli;

/// <summary>Values as people read them.</summary>
internal static class CliText
{
    /// <summary>JSON, indented for people.</summary>
    public static string Json<T>(T value, bool indented) => JsonSerializer.Serialize(value, indented ? ApiJson.Indented : ApiJson.Options);

    /// <summary><c>1 h 02 min</c>, <c>3 min 04 s</c>, <c>5.2 s</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(time.TotalSeconds, 0):0.0} s"),
    };

    /// <summary>How long a run took or has taken; <c>-</c> before it began.</summary>
    public static string Elapsed(RunModel run, TimeProvider time) =>
        run.StartedAt is { } began ? Duration((run.EndedAt ?? time.GetUtcNow()) - began) : "-";

    /// <summary>A place in the queue.</summary>
    public static string Place(int position) => position == 0 ? "next" : string.Create(CultureInfo.InvariantCulture, $"{position} before it");

    /// <summary>How a run stands, on one line.</summary>
    public static string Standing(RunModel run) =>
        Safe($"{run.Key} {run.Status}{(run.StatusReason is null ? "" : ": " + run.StatusReason)}{(run.NextAction is null ? "" : "; next: " + run.NextAction)}");

    /// <summary>A time in UTC to the second.</summary>
    public static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Text of others, which must not act on the terminal.</summary>
    public static string Safe(string? text) => LogFormat.OneLine(text ?? "");

    /// <summary>A value of an input or output on one line.</summary>
    public static string Value(object? value) => Safe(value switch
    {
        null => "-",
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    });
}
