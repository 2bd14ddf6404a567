using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>A step inside a run (spec 1 StepResult, spec 3 task).</summary>
public sealed class StepRun
{
    public required StepRunId Id { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string StepId { get; init; }

    public required string Name { get; init; }

    /// <summary>Position in the workflow, from 1; prefix of its folder.</summary>
    public required int Position { get; init; }

    /// <summary>Visit of the step, from 1; a rerun or loop makes a new one.</summary>
    public required int Visit { get; init; }

    /// <summary>Agent id.</summary>
    public required string Agent { get; init; }

    /// <summary>Step ids that must have ended before.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    public StepStatus Status { get; private set; } = StepStatus.Pending;

    public string? StatusReason { get; private set; }

    /// <summary>Outputs by name: text of a string output, path of a file output relative to the run's folder.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.Skipped;

    /// <summary>Moves the step run on.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void MoveTo(StepStatus status, string? reason, DateTimeOffset now)
    {
        RunTransitions.Step.Check(Status, status);
        Status = status;
        StatusReason = reason;
        if (status == StepStatus.Running)
        {
            StartedAt ??= now;
        }

        EndedAt = HasEnded ? now : null;
    }
}
