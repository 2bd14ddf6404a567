using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>
/// Work that is offered to workers: one attempt, what its worker must be able to do, and the lease of the worker that holds it (design/agents.md, Workers).
/// A lease is the agent and the epoch: whoever writes with another is refused. Written by the store's own statements only, once it is offered.
/// </summary>
public sealed class StepClaim
{
    /// <summary>The attempt; an attempt is offered once, and may be held by one worker after another.</summary>
    public required AttemptId AttemptId { get; init; }

    public required RunId RunId { get; init; }

    public required StepRunId StepRunId { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string StepId { get; init; }

    /// <summary>What a worker must have, all of it.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Role that a worker must have; null: any.</summary>
    public string? Role { get; init; }

    /// <summary>The only agent that may claim it; null: any that fits.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Of the steps that fit, those with more are claimed first.</summary>
    public int Priority { get; init; }

    /// <summary>Longest time that one worker may hold it, in seconds.</summary>
    public required int TimeoutSeconds { get; init; }

    public ClaimStatus Status { get; init; }

    /// <summary>Worker that holds it or ended it; null while it waits.</summary>
    public string? AgentId { get; init; }

    /// <summary>Rises with each claim of the step run; 0 before the first.</summary>
    public long Epoch { get; init; }

    /// <summary>When the worker that holds it claimed it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Percent done, as the worker says; null when it does not.</summary>
    public int? Percent { get; init; }

    /// <summary>What the worker does now, in its words.</summary>
    public string? Progress { get; init; }

    /// <summary>What the worker said at the end: plain values.</summary>
    public IReadOnlyDictionary<string, object?>? Result { get; init; }

    /// <summary>Why it came back to the pool or was taken out of it; null when it did not.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }
}
