using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of something that was learned in a repository.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct LearningId(string Value) : IEntityId<LearningId>
{
    /// <inheritdoc/>
    public static string Prefix => "ln_";

    /// <inheritdoc/>
    public static LearningId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
