using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a measured fact.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct MetricFactId(string Value) : IEntityId<MetricFactId>
{
    /// <inheritdoc/>
    public static string Prefix => "mf_";

    /// <inheritdoc/>
    public static MetricFactId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
