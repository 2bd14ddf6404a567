using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of an agent that registered without choosing an id.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct AgentId(string Value) : IEntityId<AgentId>
{
    /// <inheritdoc/>
    public static string Prefix => "ag_";

    /// <inheritdoc/>
    public static AgentId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
