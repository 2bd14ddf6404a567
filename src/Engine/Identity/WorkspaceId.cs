using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of the git worktree in which a run works.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct WorkspaceId(string Value) : IEntityId<WorkspaceId>
{
    /// <inheritdoc/>
    public static string Prefix => "ws_";

    /// <inheritdoc/>
    public static WorkspaceId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
