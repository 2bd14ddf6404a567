using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A step run of an agent ended Completed or Failed.</summary>
public sealed record StepEnded : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.StepEnded;

    public required StepRunId StepRun { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string Step { get; init; }

    public required FactOutcome Outcome { get; init; }

    /// <summary>Visit of the step, from 1.</summary>
    public required int Visit { get; init; }

    /// <summary>Attempts that count: not those that a rate limit with a known end sent back, nor those whose agent never began.</summary>
    public required int Tries { get; init; }

    /// <summary>Whether its <c>verify</c> passed; null when it has none or it did not run.</summary>
    public bool? Verified { get; init; }

    /// <summary>Whether it has a <c>verify</c>.</summary>
    public bool HasVerify { get; init; }

    /// <summary>It had failed before and was taken up again: its first end stands for it.</summary>
    public bool IsAgain { get; init; }

    /// <summary>From its begin to its end.</summary>
    public long? DurationMs { get; init; }
}
