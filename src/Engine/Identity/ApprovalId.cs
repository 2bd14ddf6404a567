using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of an approval.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct ApprovalId(string Value) : IEntityId<ApprovalId>
{
    /// <inheritdoc/>
    public static string Prefix => "ap_";

    /// <inheritdoc/>
    public static ApprovalId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
