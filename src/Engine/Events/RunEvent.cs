using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Events;

/// <summary>One thing that happened in a run, with the transition and why (spec 2 ExecutionLog, spec 5 P09-T04). Never changed once written.</summary>
public sealed record RunEvent
{
    public required RunId RunId { get; init; }

    /// <summary>Number within the run, from 1, without gaps; the store gives it.</summary>
    public long Sequence { get; init; }

    /// <summary>The later of now and the previous event's time; the store gives it.</summary>
    public DateTimeOffset Time { get; init; }

    public EventLevel Level { get; init; } = EventLevel.Info;

    /// <summary>Step id in the workflow; null for the run itself.</summary>
    public string? StepId { get; init; }

    public StepRunId? StepRunId { get; init; }

    public AttemptId? AttemptId { get; init; }

    /// <summary>Number of the attempt; null when none is meant.</summary>
    public int? Attempt { get; init; }

    /// <summary><c>Pending -> Running</c>; null when nothing changed its status.</summary>
    public string? Transition { get; init; }

    /// <summary>Why, in words; null when the message says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>Structured data: plain values.</summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>W3C trace id of the run; the store gives it.</summary>
    public string? TraceId { get; init; }
}
