using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a version of a trust model.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct TrustModelId(string Value) : IEntityId<TrustModelId>
{
    /// <inheritdoc/>
    public static string Prefix => "tm_";

    /// <inheritdoc/>
    public static TrustModelId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
