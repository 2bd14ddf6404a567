using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of an agent's session in a run.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct AgentSessionId(string Value) : IEntityId<AgentSessionId>
{
    /// <inheritdoc/>
    public static string Prefix => "se_";

    /// <inheritdoc/>
    public static AgentSessionId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
