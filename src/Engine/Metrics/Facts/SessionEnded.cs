using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A session of an agent ended.</summary>
public sealed record SessionEnded : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.SessionEnded;

    public required AgentSessionId Session { get; init; }

    /// <summary>An expired one failed.</summary>
    public required FactOutcome Outcome { get; init; }
}
