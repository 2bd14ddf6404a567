namespace Signalbox.Engine.Runs.Resolution;

/// <summary>What is to happen next in a run, and why. Same state, same decision (spec 5 P09-T02).</summary>
public sealed record Decision
{
    /// <summary>What to do now, all of it in one transaction.</summary>
    public IReadOnlyList<StepAction> Actions { get; init; } = [];

    /// <summary>How the run ends; null while it goes on.</summary>
    public RunEnd? End { get; init; }

    /// <summary>Nothing begins, because a person paused the run.</summary>
    public bool Paused { get; init; }

    /// <summary>What the run waits for in the queue; null: it does not wait for a place.</summary>
    public QueuedFor? Queued { get; init; }

    /// <summary>When to decide again if nothing happens before; null: something else moves the run on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The reason in words.</summary>
    public required string Why { get; init; }
}
