using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Runs;

/// <summary>The legal moves of runs, step runs and attempts (design/domain.md, State machines).</summary>
public static class RunTransitions
{
    /// <summary>Moves of a run.</summary>
    public static TransitionTable<RunStatus> Run { get; } = new("Run", RunStatus.Pending,
    [
        new(RunStatus.Pending, RunStatus.Running, "claimed by an executor"),
        new(RunStatus.Pending, RunStatus.Failed, "cannot begin, reason said"),
        new(RunStatus.Pending, RunStatus.Cancelled, "cancelled before it began"),
        new(RunStatus.Running, RunStatus.Waiting, "approval, claim or rate limit"),
        new(RunStatus.Waiting, RunStatus.Running, "what it waited for came"),
        new(RunStatus.Running, RunStatus.Paused, "paused by a person"),
        new(RunStatus.Paused, RunStatus.Running, "continued by a person"),
        new(RunStatus.Running, RunStatus.Completed, "every step ended"),
        new(RunStatus.Running, RunStatus.Failed, "a step failed"),
        new(RunStatus.Running, RunStatus.Cancelled, "cancelled, nothing left alive"),
        new(RunStatus.Waiting, RunStatus.Completed, "the last answer ended it"),
        new(RunStatus.Waiting, RunStatus.Failed, "refused or expired"),
        new(RunStatus.Waiting, RunStatus.Cancelled, "cancelled"),
        new(RunStatus.Paused, RunStatus.Completed, "the last single step ended it"),
        new(RunStatus.Paused, RunStatus.Failed, "a single step failed"),
        new(RunStatus.Paused, RunStatus.Cancelled, "cancelled"),
        new(RunStatus.Failed, RunStatus.Running, "resumed, new epoch"),
        new(RunStatus.Cancelled, RunStatus.Running, "resumed, new epoch"),
    ]);

    /// <summary>Moves of a step run.</summary>
    public static TransitionTable<StepStatus> Step { get; } = new("StepRun", StepStatus.Pending,
    [
        new(StepStatus.Pending, StepStatus.Running, "first attempt begins"),
        new(StepStatus.Pending, StepStatus.Skipped, "condition false or dependency not completed"),
        new(StepStatus.Pending, StepStatus.Blocked, "waits for something outside"),
        new(StepStatus.Pending, StepStatus.Cancelled, "run cancelled"),
        new(StepStatus.Running, StepStatus.Completed, "an attempt succeeded"),
        new(StepStatus.Running, StepStatus.Blocked, "waits for something outside"),
        new(StepStatus.Blocked, StepStatus.Running, "what it waited for came"),
        new(StepStatus.Running, StepStatus.Failed, "last attempt failed"),
        new(StepStatus.Running, StepStatus.Cancelled, "run cancelled"),
        new(StepStatus.Blocked, StepStatus.Failed, "refused or expired"),
        new(StepStatus.Blocked, StepStatus.Cancelled, "run cancelled"),
        new(StepStatus.Blocked, StepStatus.Completed, "answered"),
        new(StepStatus.Failed, StepStatus.Pending, "resume or rerun"),
        new(StepStatus.Cancelled, StepStatus.Pending, "resume or rerun"),
    ]);

    /// <summary>Moves of an approval.</summary>
    public static TransitionTable<ApprovalStatus> Approval { get; } = new("Approval", ApprovalStatus.Open,
    [
        new(ApprovalStatus.Open, ApprovalStatus.Approved, "a person said yes, or the deadline by its rule"),
        new(ApprovalStatus.Open, ApprovalStatus.Rejected, "a person said no"),
        new(ApprovalStatus.Open, ApprovalStatus.ChangesRequested, "a person wants it done again"),
        new(ApprovalStatus.Open, ApprovalStatus.Expired, "the deadline came or the run ended first"),
    ]);

    /// <summary>Moves of an attempt.</summary>
    public static TransitionTable<AttemptStatus> Attempt { get; } = new("Attempt", AttemptStatus.Running,
    [
        new(AttemptStatus.Running, AttemptStatus.Succeeded, "ended well, outputs there"),
        new(AttemptStatus.Running, AttemptStatus.Failed, "ended badly"),
        new(AttemptStatus.Running, AttemptStatus.TimedOut, "past its timeout, tree killed"),
        new(AttemptStatus.Running, AttemptStatus.Cancelled, "stopped, tree killed"),
        new(AttemptStatus.Running, AttemptStatus.Interrupted, "gone without an exit record"),
    ]);
}
