using System.Text.Json.Serialization;

namespace Signalbox.Engine.Identity;

/// <summary>The id of a step inside a run; spec 3 calls it a task.</summary>
[JsonConverter(typeof(EntityIdJsonConverterFactory))]
public readonly record struct StepRunId(string Value) : IEntityId<StepRunId>
{
    /// <inheritdoc/>
    public static string Prefix => "tk_";

    /// <inheritdoc/>
    public static StepRunId From(string value) => new(value);

    /// <summary>The whole text.</summary>
    public override string ToString() => Value;
}
