using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What one transaction of a session writes beside the run's own columns.</summary>
internal sealed record RunChanges
{
    public IReadOnlyList<StepRun> Steps { get; init; } = [];

    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    public IReadOnlyList<NewRun> Children { get; init; } = [];

    public bool TakeStep { get; init; }

    public bool Release { get; init; }

    /// <summary>Needs a place to be written.</summary>
    public bool TakePlace { get; init; }

    public bool Move { get; init; }

    public bool WithWorkspace { get; init; }
}
