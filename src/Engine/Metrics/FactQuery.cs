using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>Which facts to list; what is null does not matter.</summary>
public sealed record FactQuery
{
    public FactKind? Kind { get; init; }

    public RunId? Run { get; init; }

    public string? Workflow { get; init; }

    public string? Repository { get; init; }

    public string? Agent { get; init; }

    public string? Model { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Only those behind this one, in the order of the list.</summary>
    public (DateTimeOffset At, MetricFactId Id)? After { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}
