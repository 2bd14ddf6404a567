using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a message.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct MessageId(string Value) : IEntityId<MessageId>
{
    /// <inheritdoc/>
    public static string Prefix => "msg_";

    /// <inheritdoc/>
    public static MessageId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
