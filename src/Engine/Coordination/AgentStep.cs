using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>A step that the server does with an agent now: an attempt under way that no worker holds (those are claims).</summary>
public sealed record AgentStep
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    public required RunId RunId { get; init; }

    public required string RunKey { get; init; }

    public required StepRunId StepRunId { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string StepId { get; init; }

    /// <summary>Index of the item, from 0, where the step runs for each item of a list.</summary>
    public int? ItemIndex { get; init; }

    public required AttemptId AttemptId { get; init; }

    /// <summary>Number within the step run, from 1.</summary>
    public required int Attempt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
