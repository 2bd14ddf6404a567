using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>A run with everything that decides what comes next. One executor works on it at a time.</summary>
public sealed class RunState
{
    private readonly List<StepRun> _steps = [];

    public required Run Run { get; init; }

    public required WorkflowVersion Version { get; init; }

    public required Repository Repository { get; init; }

    /// <summary>Step runs by position, visit and item.</summary>
    public required IReadOnlyList<StepRun> Steps
    {
        get => _steps;
        init => _steps = [.. value];
    }

    /// <summary>Attempts in order of step and number.</summary>
    public required IList<Attempt> Attempts { get; init; }

    /// <summary>Approvals in the order they were asked.</summary>
    public IList<Approval> Approvals { get; init; } = [];

    /// <summary>The worktree; null before it is made.</summary>
    public Workspace? Workspace { get; set; }

    /// <summary>When it was last taken up after it had ended: limits count from there; null when it never was.</summary>
    public DateTimeOffset? ResumedAt { get; set; }

    /// <summary>When its files last went back to a checkpoint: what agents did before is undone; null when they never did.</summary>
    public DateTimeOffset? WentBackAt { get; set; }

    /// <summary>The newest visit of a step, not one of its items; null when the step has not been visited.</summary>
    public StepRun? Latest(string stepId) =>
        _steps.Where(s => s.ParentId is null && string.Equals(s.StepId, stepId, StringComparison.Ordinal)).MaxBy(s => s.Visit);

    /// <summary>The attempts of a step run, in order.</summary>
    public IEnumerable<Attempt> AttemptsOf(StepRun step) => Attempts.Where(a => a.StepRunId == step.Id).OrderBy(a => a.Number);

    internal void Add(StepRun step) => _steps.Add(step);
}
