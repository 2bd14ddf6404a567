using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A run, or one session of it, was cut off.</summary>
public sealed record Interrupted : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.Interrupted;

    public required InterruptionCause Cause { get; init; }

    /// <summary>The session; null: the run itself.</summary>
    public AgentSessionId? Session { get; init; }
}
