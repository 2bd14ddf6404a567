namespace Signalbox.Engine.Metrics;

/// <summary>How the samples of a period become its value.</summary>
public enum MetricAggregate
{
    /// <summary>100 times the sum of the numerators, through the sum of the denominators.</summary>
    Share = 0,

    /// <summary>The sum of the numerators through the sum of the denominators.</summary>
    Mean = 1,

    /// <summary>The sum of the numerators.</summary>
    Sum = 2,

    /// <summary>The numerator that half of them do not exceed (nearest rank).</summary>
    Median = 3,

    /// <summary>The numerator that 95 of 100 do not exceed (nearest rank).</summary>
    Percentile95 = 4,
}
