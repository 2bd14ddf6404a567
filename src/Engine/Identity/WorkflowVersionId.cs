using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of one immutable version of a workflow.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct WorkflowVersionId(string Value) : IEntityId<WorkflowVersionId>
{
    /// <inheritdoc/>
    public static string Prefix => "wv_";

    /// <inheritdoc/>
    public static WorkflowVersionId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
