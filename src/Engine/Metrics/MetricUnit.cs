namespace Signalbox.Engine.Metrics;

/// <summary>What the values of a metric count.</summary>
public enum MetricUnit
{
    /// <summary>Of a hundred.</summary>
    Percent = 0,

    /// <summary>Milliseconds.</summary>
    Milliseconds = 1,

    /// <summary>US dollars.</summary>
    Usd = 2,

    /// <summary>Tokens.</summary>
    Tokens = 3,

    /// <summary>Things.</summary>
    Count = 4,
}
