using Signalbox.Engine.Metrics;

namespace Signalbox.Unit.Engine.Metrics;

public sealed class TrendTests
{
    [Theory]
    [InlineData("", TrendWord.InsufficientData)]
    [InlineData("42 48", TrendWord.InsufficientData)]
    [InlineData("42 - 48 - - - - -", TrendWord.InsufficientData)]
    [InlineData("40 45 50", TrendWord.Improving)]
    [InlineData("50 45 40", TrendWord.Worsening)]
    [InlineData("50 50 50 50", TrendWord.Steady)]
    [InlineData("50 60 50 60 50 60 50 60", TrendWord.Steady)]
    [InlineData("42 48 47 53 55 54 60 63", TrendWord.Improving)]
    [InlineData("90 10 90 10 40 45 50 - 55 60 65 70", TrendWord.Improving)]
    public void Of_Values_SaysWhereTheyGo(string values, TrendWord expected) => Assert.Equal(expected, Trend.Of(Values(values), MetricDirection.Up));

    [Theory]
    [InlineData("15 12 10", TrendWord.Improving)]
    [InlineData("10 12 15", TrendWord.Worsening)]
    public void Of_AMetricThatIsToFall_IsTheOtherWay(string values, TrendWord expected) => Assert.Equal(expected, Trend.Of(Values(values), MetricDirection.Down));

    private static List<decimal?> Values(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v is "-" ? (decimal?)null : decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
}
