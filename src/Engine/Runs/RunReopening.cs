using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Runs;

/// <summary>Takes an ended run up again: one transaction, refused when the run has changed since it was read.</summary>
public sealed record RunReopening
{
    /// <summary>The run, moved to Running.</summary>
    public required Run Run { get; init; }

    /// <summary>What it needs a place of. Without one it is stored as Waiting, and queued.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The only runs of its group that may not have ended; null: the group does not reject others.</summary>
    public IReadOnlyCollection<RunId>? OnlyBeside { get; init; }

    /// <summary>Epoch at which it was read; it becomes one more. The requests to cancel, pause and step are forgotten, the wake rises.</summary>
    public required long Epoch { get; init; }

    /// <summary>The workspaces that it goes on in: refused when one of them has been removed, or is being removed.</summary>
    public IReadOnlyList<WorkspaceId> Workspaces { get; init; } = [];

    /// <summary>Changed and new step runs.</summary>
    public required IReadOnlyList<StepRun> Steps { get; init; }

    /// <summary>New checkpoints.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>What this measures.</summary>
    public IReadOnlyList<MetricFact> Facts { get; init; } = [];

    /// <summary>Events without sequence, time and trace id.</summary>
    public required IReadOnlyList<RunEvent> Events { get; init; }
}
