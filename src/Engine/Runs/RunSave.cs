using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>One transaction of the executor: what changed and the events that say so.</summary>
public sealed record RunSave
{
    /// <summary>The run; its executor-owned columns are written.</summary>
    public required Run Run { get; init; }

    /// <summary>Epoch under which the writer holds the run.</summary>
    public required long Epoch { get; init; }

    /// <summary>Changed step runs.</summary>
    public IReadOnlyList<StepRun> Steps { get; init; } = [];

    /// <summary>New or changed attempts.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    /// <summary>New or changed workspaces.</summary>
    public IReadOnlyList<Workspace> Workspaces { get; init; } = [];

    /// <summary>New checkpoints.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>New or changed approvals; one that somebody decided meanwhile is left as it is.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Nothing is written when somebody has answered one of <see cref="Approvals"/> since it was read; else that one stays as it is, and the rest is written.</summary>
    public bool WhileUnanswered { get; init; }

    /// <summary>Child runs, written in the same transaction.</summary>
    public IReadOnlyList<NewRun> Children { get; init; } = [];

    /// <summary>A run that rested goes on and needs a place of these; without one nothing is written (<see cref="RunSaveOutcome.NoPlace"/>). Null: it has its place, or needs none.</summary>
    public RunLimits? Place { get; init; }

    /// <summary>Work that is offered to workers from now on.</summary>
    public IReadOnlyList<StepClaim> Claims { get; init; } = [];

    /// <summary>New or changed sessions of agents.</summary>
    public IReadOnlyList<AgentSession> Sessions { get; init; } = [];

    /// <summary>What this measures; a fact that is there already stays as it is.</summary>
    public IReadOnlyList<MetricFact> Facts { get; init; } = [];

    /// <summary>Takes one of the decisions that a paused run may make.</summary>
    public bool TakeStep { get; init; }

    /// <summary>
    /// With <see cref="Release"/>: the wake that the executor has seen. When the run has another by now, nothing is written
    /// (<see cref="RunSaveOutcome.Woken"/>); otherwise it becomes <see cref="Run.SeenWake"/>. Null lets go whatever the wake.
    /// </summary>
    public long? SeenWake { get; init; }

    /// <summary>Events without sequence, time and trace id: the store gives them.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    /// <summary>Writes the run's home and folder too: it is at home on another node from now on.</summary>
    public bool Move { get; init; }

    /// <summary>Lets go of the run: no node holds it afterwards.</summary>
    public bool Release { get; init; }
}
