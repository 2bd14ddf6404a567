using System.Text.Json.Serialization;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>Another version of the configuration stands.</summary>
public sealed record ConfigurationApplied : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.ConfigurationApplied;

    /// <summary>Its semantic version.</summary>
    public required string Version { get; init; }

    public required string By { get; init; }
}
