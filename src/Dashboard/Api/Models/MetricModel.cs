namespace Signalbox.Dashboard.Api.Models;

/// <summary>A metric over time. What is not known is null.</summary>
public sealed record MetricModel
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public decimal? Baseline { get; init; }

    /// <summary>Value of the last period that has one; of a sum of the last that is over.</summary>
    public decimal? Current { get; init; }

    /// <summary>First day of the period of <see cref="Current"/>.</summary>
    public DateOnly? CurrentDate { get; init; }

    /// <summary>The period of <see cref="Current"/> is not over: the value is one so far.</summary>
    public bool? SoFar { get; init; }

    public decimal? Target { get; init; }

    /// <summary><c>percent</c>, <c>milliseconds</c>, <c>usd</c>, <c>tokens</c> or <c>count</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>improving</c>, <c>steady</c>, <c>worsening</c> or <c>insufficient data</c>.</summary>
    public required string Trend { get; init; }

    /// <summary>Of <see cref="Current"/>.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Of <see cref="Current"/>.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>How many things <see cref="Current"/> counts.</summary>
    public int? Samples { get; init; }

    /// <summary>Some of <see cref="Current"/> was estimated.</summary>
    public bool? Estimated { get; init; }

    /// <summary>One of the four of <c>compound.yaml</c>.</summary>
    public required bool Compound { get; init; }

    /// <summary>Oldest first; a period in which nothing was there to measure has no value.</summary>
    public required IReadOnlyList<MetricPointModel> History { get; init; }
}
