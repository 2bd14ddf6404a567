using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>What a worker writes to the claim that it holds.</summary>
/// <param name="Message">Event of the run, one sentence.</param>
public sealed record ClaimUpdate(string Message)
{
    /// <summary>Name under which the data of an event tells the worker that claimed, wrote or gave back.</summary>
    public const string WorkerData = "agent";

    /// <summary>Severity of the event.</summary>
    public EventLevel Level { get; init; } = EventLevel.Info;

    /// <summary>Where the claim stands then; null: as it does. <see cref="ClaimStatus.Open"/> gives it back.</summary>
    public ClaimStatus? Status { get; init; }

    /// <summary>Percent done; null leaves what is there.</summary>
    public int? Percent { get; init; }

    /// <summary>What it does now; null leaves what is there.</summary>
    public string? Progress { get; init; }

    /// <summary>What it says at the end: plain values.</summary>
    public IReadOnlyDictionary<string, object?>? Result { get; init; }

    /// <summary>Why, for one that is given back.</summary>
    public string? Reason { get; init; }

    /// <summary>Checkpoint to write with it.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Structured data of the event.</summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
