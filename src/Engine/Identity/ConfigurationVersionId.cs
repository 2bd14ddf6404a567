using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of an applied configuration.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct ConfigurationVersionId(string Value) : IEntityId<ConfigurationVersionId>
{
    /// <inheritdoc/>
    public static string Prefix => "cf_";

    /// <inheritdoc/>
    public static ConfigurationVersionId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
