using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Runs.Regressions;

/// <summary>What became of a link; one of link, not found and refused is not null.</summary>
public sealed record RegressionResult
{
    /// <summary>The link.</summary>
    public MetricFact? Link { get; init; }

    /// <summary>False: it was there before.</summary>
    public bool IsNew { get; init; }

    /// <summary>Nothing of that name is there, in one sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>Why it cannot be, in one sentence.</summary>
    public string? Refused { get; init; }
}
