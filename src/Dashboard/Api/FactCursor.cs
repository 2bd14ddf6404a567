using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Dashboard.Api;

/// <summary>Where a page of facts ended: the time and id of its last one.</summary>
internal static class FactCursor
{
    public static string Of(MetricFact last) => string.Create(CultureInfo.InvariantCulture, $"{last.At.UtcTicks}-{last.Id}");

    /// <summary>The place; null when the text is no cursor.</summary>
    public static (DateTimeOffset At, MetricFactId Id)? Parse(string? text) =>
        text?.Split('-', 2) is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.UtcTicks
        && EntityId.TryParse<MetricFactId>(id, out var fact)
            ? (new DateTimeOffset(at, TimeSpan.Zero), fact)
            : null;
}
