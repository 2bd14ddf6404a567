using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of one try at a step run.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct AttemptId(string Value) : IEntityId<AttemptId>
{
    /// <inheritdoc/>
    public static string Prefix => "at_";

    /// <inheritdoc/>
    public static AttemptId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
