namespace Signalbox.Engine.Metrics;

/// <summary>
/// Tells a trend from noise. A straight line is laid by least squares through the values of the last <see cref="Periods"/> periods, x being the period's place;
/// periods without a value leave out their x. With slope b, and residuals r around the line of n values, the standard error of the slope is
/// <c>SE = sqrt(sum(r^2) / (n - 2) / sum((x - mean x)^2))</c>. The metric moves when <c>|b| &gt; <see cref="NoiseFactor"/> * SE</c>; whether that is improving or
/// worsening is the metric's direction. Otherwise it is steady. Under <see cref="Needed"/> values nothing can be said.
/// </summary>
public static class Trend
{
    /// <summary>How many of the last periods are looked at.</summary>
    public const int Periods = 8;

    /// <summary>Values that a trend needs.</summary>
    public const int Needed = 3;

    /// <summary>How many standard errors a slope must have: about 95 of 100 slopes of pure noise have less, with many values.</summary>
    public const double NoiseFactor = 2;

    // What remains of a flat line after the sums of floating-point numbers
    private const double Flat = 1e-9;

    /// <summary>The trend of a history, oldest period first; null is a period without a value.</summary>
    public static TrendWord Of(IReadOnlyList<decimal?> values, MetricDirection better)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<(double X, double Y)> points = [.. values.TakeLast(Periods).Index().Where(v => v.Item is not null).Select(v => ((double)v.Index, (double)v.Item!.Value))];
        if (points.Count < Needed)
        {
            return TrendWord.InsufficientData;
        }

        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var spread = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / spread;
        var residuals = points.Sum(p => Square(p.Y - meanY - (slope * (p.X - meanX))));
        var error = Math.Sqrt(residuals / (points.Count - 2) / spread);
        return Math.Abs(slope) <= Math.Max(NoiseFactor * error, Flat * Math.Max(1, Math.Abs(meanY))) ? TrendWord.Steady
            : slope > 0 == (better == MetricDirection.Up) ? TrendWord.Improving
            : TrendWord.Worsening;
    }

    private static double Square(double value) => value * value;
}
