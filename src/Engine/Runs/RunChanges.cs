using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;

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

    public IReadOnlyList<StepClaim> Claims { get; init; } = [];

    /// <summary>What was measured and does not follow from these rows.</summary>
    public IReadOnlyList<MetricFact> Facts { get; init; } = [];

    public bool TakeStep { get; init; }

    public bool Release { get; init; }

    /// <summary>Needs a place to be written.</summary>
    public bool TakePlace { get; init; }

    public bool Move { get; init; }

    public bool WithWorkspace { get; init; }

    /// <summary>Attempts whose documents are to be written once this is committed, each with its step.</summary>
    public IReadOnlyList<(StepRun Step, Attempt Attempt)> Documents { get; init; } = [];

    /// <summary>What this and what follows it at once write together; a row that both change is written once, as it is then.</summary>
    public RunChanges Then(RunChanges next) => new()
    {
        Steps = [.. Steps.Union(next.Steps)],
        Attempts = [.. Attempts.Union(next.Attempts)],
        Events = [.. Events, .. next.Events],
        Checkpoints = [.. Checkpoints, .. next.Checkpoints],
        Approvals = [.. Approvals.Union(next.Approvals)],
        Children = [.. Children, .. next.Children],
        Claims = [.. Claims, .. next.Claims],
        Facts = [.. Facts, .. next.Facts],
        TakeStep = TakeStep || next.TakeStep,
        Release = Release || next.Release,
        TakePlace = TakePlace || next.TakePlace,
        Move = Move || next.Move,
        WithWorkspace = WithWorkspace || next.WithWorkspace,
        Documents = [.. Documents, .. next.Documents],
    };
}
