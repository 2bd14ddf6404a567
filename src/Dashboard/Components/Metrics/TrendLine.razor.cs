using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>A metric as a line: gaps where nothing was there to measure, the target and the baseline, imported points beside it, changes as marks.</summary>
public sealed partial class TrendLine
{
    private const double Edge = 8;

    /// <summary>What is drawn.</summary>
    [Parameter, EditorRequired]
    public required MetricSeries Series { get; set; }

    /// <summary>Changes in the time that is shown.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChangeMarker> Changes { get; set; }

    /// <summary>Time zone in which days begin.</summary>
    [Parameter, EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    /// <summary>Width of the drawing, in its own units; it takes the room that there is.</summary>
    [Parameter]
    public int Width { get; set; } = 240;

    /// <summary>Height of the drawing, in its own units.</summary>
    [Parameter]
    public int Height { get; set; } = 56;

    /// <summary>Address of a point; null: it is only looked at. A table beside it has the same addresses for the keyboard.</summary>
    [Parameter]
    public Func<DateOnly, string>? AddressOf { get; set; }

    /// <summary>First day of the chosen point.</summary>
    [Parameter]
    public DateOnly? Date { get; set; }

    private IReadOnlyList<decimal> All =>
    [
        .. Series.Points.Select(p => p.Value).OfType<decimal>(),
        .. Series.Imported.Select(p => p.Value),
        .. ((decimal?[])[Series.Target?.Target, Series.Target?.Baseline]).OfType<decimal>(),
    ];

    private (double Least, double Most) Range => All is { Count: > 0 } all ? ((double)all.Min(), (double)all.Max()) : (0, 1);

    private string Label => $"{Series.Metric.Title}: {MetricText.Value(Series.Current?.Value, Series.Metric.Unit)}, {MetricWords.Of(Series.Trend)}";

    /// <summary>A line for each stretch without a gap.</summary>
    private IEnumerable<string> Parts
    {
        get
        {
            List<string> part = [];
            foreach (var (index, point) in Series.Points.Index())
            {
                if (point.Value is { } value)
                {
                    part.Add($"{N(X(index))},{N(Y(value))}");
                }
                else if (part.Count > 0)
                {
                    yield return string.Join(' ', part);
                    part = [];
                }
            }

            if (part.Count > 0)
            {
                yield return string.Join(' ', part);
            }
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string Words(MetricPoint point) => $"{MetricText.Day(point.Date)}: {MetricText.Value(point.Value, Series.Metric.Unit)}, {MetricText.Of(point, Series.Metric.Unit)}";

    private double X(int index) => Series.Points.Count < 2 ? Width / 2.0 : Edge + ((Width - (2 * Edge)) * index / (Series.Points.Count - 1));

    private double XOf(DateOnly date)
    {
        var days = Math.Max(1, Series.Points[^1].Date.DayNumber - Series.Points[0].Date.DayNumber);
        return Edge + ((Width - (2 * Edge)) * Math.Clamp((date.DayNumber - Series.Points[0].Date.DayNumber) / (double)days, 0, 1));
    }

    private double Y(decimal value)
    {
        var (least, most) = Range;
        return most <= least ? Height / 2.0 : Height - Edge - ((Height - (2 * Edge)) * ((double)value - least) / (most - least));
    }
}
