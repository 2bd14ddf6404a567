namespace Signalbox.Engine.Metrics;

/// <summary>What people want of a metric (spec 4, 5.1).</summary>
public sealed class MetricTarget
{
    /// <summary>Name of the metric; one that Signalbox does not compute is kept, too.</summary>
    public required string Metric { get; init; }

    /// <summary>Where it began; null: nobody said.</summary>
    public decimal? Baseline { get; set; }

    /// <summary>Where it is to come; null: nobody said.</summary>
    public decimal? Target { get; set; }

    /// <summary>Who said so last.</summary>
    public required string SetBy { get; set; }

    public required DateTimeOffset SetAt { get; set; }
}
