using Signalbox.Engine.Metrics;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class MetricSeriesTests
{
    [Fact]
    public void Trend_AndTheCurrentSum_DoNotLookAtThePeriodThatIsRunning()
    {
        // 10, 20 .. 70 $ a week, and 5 $ on this Monday
        var cost = Of("cost", [.. Enumerable.Range(1, 7).Select(w => (decimal?)(10 * w)), 5], running: 1);

        Assert.Equal((TrendWord.Worsening, 70m, false), (cost.Trend, cost.Current!.Value, cost.IsSoFar));
    }

    [Fact]
    public void Current_OfAShare_IsTheLastThereIs_AndSaysThatItIsOneSoFar()
    {
        var rate = Of("success_rate", [80, 90, null, 100], running: 1);

        Assert.Equal((100m, true), (rate.Current!.Value, rate.IsSoFar));
        Assert.Equal((90m, false), (Of("success_rate", [80, 90, null, null], running: 1).Current!.Value, Of("success_rate", [80, 90, null, null], running: 1).IsSoFar));
    }

    [Fact]
    public void Current_OfASumInItsFirstPeriod_IsTheOneSoFar()
    {
        var cost = Of("cost", [null, 5], running: 1);

        Assert.Equal((5m, true, TrendWord.InsufficientData), (cost.Current!.Value, cost.IsSoFar, cost.Trend));
    }

    private static MetricSeries Of(string name, decimal?[] values, int running) =>
        new(MetricCatalog.Find(name)!, null, [.. values.Index().Select(v => Point(new DateOnly(2026, 1, 5).AddDays(7 * v.Index), v.Item))], []) { Running = running };

    private static MetricPoint Point(DateOnly date, decimal? value) => value is null ? MetricPoint.Gap(date) : new MetricPoint(date, value, value, 1, 1, IsEstimated: false);
}
