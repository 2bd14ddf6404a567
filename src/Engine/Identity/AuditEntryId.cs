using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of an entry of the audit log.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct AuditEntryId(string Value) : IEntityId<AuditEntryId>
{
    /// <inheritdoc/>
    public static string Prefix => "au_";

    /// <inheritdoc/>
    public static AuditEntryId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
