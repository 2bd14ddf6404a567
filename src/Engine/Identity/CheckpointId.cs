using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a checkpoint.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct CheckpointId(string Value) : IEntityId<CheckpointId>
{
    /// <inheritdoc/>
    public static string Prefix => "cp_";

    /// <inheritdoc/>
    public static CheckpointId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
