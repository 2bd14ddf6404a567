using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a git repository that Signalbox knows.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct RepositoryId(string Value) : IEntityId<RepositoryId>
{
    /// <inheritdoc/>
    public static string Prefix => "rp_";

    /// <inheritdoc/>
    public static RepositoryId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
