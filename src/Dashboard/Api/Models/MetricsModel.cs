namespace Signalbox.Dashboard.Api.Models;

/// <summary>Metrics over a time (design/contract.md, <c>metrics</c>).</summary>
public sealed record MetricsModel
{
    /// <summary><c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public required string Period { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    public required IReadOnlyList<MetricModel> Metrics { get; init; }

    /// <summary>Changes of workflow version, model and configuration in that time.</summary>
    public required IReadOnlyList<MetricChangeModel> Changes { get; init; }
}
