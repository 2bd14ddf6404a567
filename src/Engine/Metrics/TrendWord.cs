namespace Signalbox.Engine.Metrics;

/// <summary>Where a metric is going.</summary>
public enum TrendWord
{
    /// <summary>Fewer than 3 periods have a value.</summary>
    InsufficientData = 0,

    /// <summary>No slope that is more than its noise.</summary>
    Steady = 1,

    /// <summary>It goes the better way.</summary>
    Improving = 2,

    /// <summary>It goes the worse way.</summary>
    Worsening = 3,
}
