using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a workflow; people type its slug.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct WorkflowId(string Value) : IEntityId<WorkflowId>
{
    /// <inheritdoc/>
    public static string Prefix => "wf_";

    /// <inheritdoc/>
    public static WorkflowId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
