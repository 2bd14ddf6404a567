using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>An agent was given a prompt.</summary>
public sealed record PromptRendered : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.PromptRendered;

    public required AttemptId Attempt { get; init; }

    /// <summary>Characters of the prompt.</summary>
    public required int Characters { get; init; }

    /// <summary>Of these, what came from earlier runs: learnings, and outputs and checkpoints that were taken over.</summary>
    public required int EarlierCharacters { get; init; }
}
