using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A person took a link back: the fact's run was not the cause. The link stays as it was told; it no longer counts.</summary>
public sealed record RegressionWithdrawn : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.RegressionWithdrawn;

    /// <summary>The link that does not hold.</summary>
    public required MetricFactId Link { get; init; }

    /// <summary>The run that was said to show it.</summary>
    public required RunId ShownBy { get; init; }

    /// <summary>Who took it back.</summary>
    public required string By { get; init; }
}
