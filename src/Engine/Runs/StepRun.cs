using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;

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

    /// <summary>Repository that it works in, of a run that works in several; null: the run's only one, or it works in none.</summary>
    public string? Repository { get; init; }

    /// <summary>Agent id.</summary>
    public required string Agent { get; init; }

    /// <summary>Step ids that must have ended before.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    public StepStatus Status { get; private set; } = StepStatus.Pending;

    public string? StatusReason { get; private set; }

    /// <summary>Outputs by name: text of a string output, path of a file output relative to the run's folder.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Place of the item in a <c>for_each</c>, from 0; null for a step run of its own.</summary>
    public int? ItemIndex { get; init; }

    /// <summary>The item, as a plain value.</summary>
    public object? Item { get; init; }

    /// <summary>The step run whose item this is.</summary>
    public StepRunId? ParentId { get; init; }

    /// <summary>What a blocked step waits for.</summary>
    public BlockCause? BlockedOn { get; private set; }

    /// <summary>When a blocked step goes on by itself; null: something else moves it on.</summary>
    public DateTimeOffset? ResumeAt { get; private set; }

    /// <summary>Edge of a graph that was taken from here: a step id, or <c>done</c>; null before one was.</summary>
    public string? ChosenBranch { get; set; }

    /// <summary>Attempts that an earlier resume had: they don't count towards <c>max_attempts</c>.</summary>
    public int EarlierAttempts { get; private set; }

    /// <summary>Whether <c>verify</c> exited 0; null when there is none or it has not run.</summary>
    public bool? Verified { get; set; }

    /// <summary>Trust level by which its changes passed by themselves; null: they did not, or the trust model had no say.</summary>
    public TrustLevel? PassedAs { get; set; }

    /// <summary>The child run of a workflow step.</summary>
    public RunId? ChildRunId { get; set; }

    /// <summary>What a person asked to change; the agent is told.</summary>
    public string? Comment { get; init; }

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
        BlockedOn = null;
        ResumeAt = null;
        if (status == StepStatus.Running)
        {
            StartedAt ??= now;
        }

        // Not before it began, whatever became of the clock.
        EndedAt = HasEnded ? (StartedAt > now ? StartedAt : now) : null;
    }

    /// <summary>Waits for something outside.</summary>
    /// <param name="cause">What it waits for.</param>
    /// <param name="reason">The same in words.</param>
    /// <param name="until">When it goes on by itself; null: something else moves it on.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void Block(BlockCause cause, string reason, DateTimeOffset? until, DateTimeOffset now)
    {
        MoveTo(StepStatus.Blocked, reason, now);
        StartedAt ??= now;
        BlockedOn = cause;
        ResumeAt = until;
    }

    /// <summary>Takes a failed or cancelled step run up again; the attempts so far keep their numbers and no longer count.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void Reopen(int attempts, string reason, DateTimeOffset now)
    {
        MoveTo(StepStatus.Pending, reason, now);
        EarlierAttempts = attempts;
        Verified = null;
    }

    /// <summary>A step run that another run completed and a fork takes over.</summary>
    internal void TakeOver(IReadOnlyDictionary<string, object?> outputs, bool? verified, string reason, DateTimeOffset now)
    {
        MoveTo(StepStatus.Running, null, now);
        MoveTo(StepStatus.Completed, reason, now);
        Outputs = outputs;
        Verified = verified;
    }
}
