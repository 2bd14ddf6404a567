using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of one execution of one workflow version.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct RunId(string Value) : IEntityId<RunId>
{
    /// <inheritdoc/>
    public static string Prefix => "run_";

    /// <inheritdoc/>
    public static RunId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
