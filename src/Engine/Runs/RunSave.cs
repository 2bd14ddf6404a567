using Signalbox.Engine.Events;
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

    /// <summary>A new or changed workspace.</summary>
    public Workspace? Workspace { get; init; }

    /// <summary>Events without sequence, time and trace id: the store gives them.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    /// <summary>Lets go of the run: no node holds it afterwards.</summary>
    public bool Release { get; init; }
}
