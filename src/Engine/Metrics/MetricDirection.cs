namespace Signalbox.Engine.Metrics;

/// <summary>Which way is better.</summary>
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    Up = 0,

    /// <summary>Less is better.</summary>
    Down = 1,
}
