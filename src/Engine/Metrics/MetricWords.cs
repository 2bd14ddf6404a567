namespace Signalbox.Engine.Metrics;

/// <summary>Words of metrics as files and programs write them.</summary>
public static class MetricWords
{
    /// <summary>A unit.</summary>
    public static string Of(MetricUnit unit) => unit switch
    {
        MetricUnit.Percent => "percent",
        MetricUnit.Milliseconds => "milliseconds",
        MetricUnit.Usd => "usd",
        MetricUnit.Tokens => "tokens",
        MetricUnit.Count => "count",
    };

    /// <summary>A trend.</summary>
    public static string Of(TrendWord trend) => trend switch
    {
        TrendWord.InsufficientData => "insufficient data",
        TrendWord.Steady => "steady",
        TrendWord.Improving => "improving",
        TrendWord.Worsening => "worsening",
    };

    /// <summary>A length of periods.</summary>
    public static string Of(PeriodKind period) => period switch
    {
        PeriodKind.Day => "day",
        PeriodKind.Week => "week",
        PeriodKind.Month => "month",
    };

    /// <summary>The length of periods that a word says; null when it says none.</summary>
    public static PeriodKind? PeriodOf(string word) => word switch
    {
        "day" => PeriodKind.Day,
        "week" => PeriodKind.Week,
        "month" => PeriodKind.Month,
        _ => null,
    };
}
