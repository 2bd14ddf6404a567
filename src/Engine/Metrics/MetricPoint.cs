namespace Signalbox.Engine.Metrics;

/// <summary>What a metric was in a period. Without a denominator there is no value: a gap, neither 0 nor 100.</summary>
/// <param name="Date">First day of the period.</param>
/// <param name="Value">The value, to 4 places; null: nothing was there to measure.</param>
/// <param name="Numerator">What the value was made of; null for a median or percentile.</param>
/// <param name="Denominator">Of how many; 0 where there is no value.</param>
/// <param name="Samples">How many things were counted.</param>
/// <param name="IsEstimated">Some of it was estimated.</param>
public sealed record MetricPoint(DateOnly Date, decimal? Value, decimal? Numerator, decimal Denominator, int Samples, bool IsEstimated)
{
    /// <summary>Places of a value.</summary>
    public const int Places = 4;

    /// <summary>A period in which nothing was there to measure.</summary>
    public static MetricPoint Gap(DateOnly date) => new(date, null, null, 0, 0, IsEstimated: false);
}
