using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a feature.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct FeatureId(string Value) : IEntityId<FeatureId>
{
    /// <inheritdoc/>
    public static string Prefix => "ft_";

    /// <inheritdoc/>
    public static FeatureId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
