using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>A run with everything that decides what comes next. One executor works on it at a time.</summary>
public sealed class RunState
{
    private readonly List<StepRun> _steps = [];
    private readonly IReadOnlyList<Repository> _repositories = [];

    public required Run Run { get; init; }

    public required WorkflowVersion Version { get; init; }

    /// <summary>The run's repository; of several the one that stands for them, see <see cref="Run.Repository"/>.</summary>
    public required Repository Repository { get; init; }

    /// <summary>All repositories that it works in, in the workflow's order.</summary>
    public IReadOnlyList<Repository> Repositories
    {
        get => _repositories.Count == 0 ? [Repository] : _repositories;
        init => _repositories = value;
    }

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

    /// <summary>The worktrees, in the order of the repositories; empty before they are made, which they are all at once.</summary>
    public IReadOnlyList<Workspace> Workspaces { get; set; } = [];

    /// <summary>The worktree of <see cref="Repository"/>; null before it is made.</summary>
    public Workspace? Workspace
    {
        get => WorkspaceIn(Repository);
        set => Workspaces = value is null ? [] : [value];
    }

    /// <summary>When it was last taken up after it had ended: limits count from there; null when it never was.</summary>
    public DateTimeOffset? ResumedAt { get; set; }

    /// <summary>When its files last went back to a checkpoint: what agents did before is undone; null when they never did.</summary>
    public DateTimeOffset? WentBackAt { get; set; }

    /// <summary>The repository that a step works in.</summary>
    public Repository RepositoryOf(StepRun step) => step.Repository is null
        ? Repository
        : Repositories[Run.Repositories.TakeWhile(r => !string.Equals(r.Name, step.Repository, StringComparison.Ordinal)).Count()];

    /// <summary>What the run calls one of its repositories.</summary>
    public string NameOf(Repository repository) => Run.Repositories.FirstOrDefault(r => r.Id == repository.Id)?.Name ?? Run.Repository;

    /// <summary>The worktree in a repository; null before it is made.</summary>
    public Workspace? WorkspaceIn(Repository repository) =>
        Run.Repositories.Count == 0 ? Workspaces.Count == 0 ? null : Workspaces[0] : Workspaces.FirstOrDefault(w => w.RepositoryId == repository.Id);

    /// <summary>The worktree that a step works in; null before it is made.</summary>
    public Workspace? WorkspaceOf(StepRun step) => WorkspaceIn(RepositoryOf(step));

    /// <summary>The commit that a checkpoint has of the workspace in a repository; null: it has none.</summary>
    public string? CommitIn(Checkpoint checkpoint, Repository repository)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Run.Repositories.Count == 0 ? checkpoint.Commit : checkpoint.Commits.GetValueOrDefault(NameOf(repository));
    }

    /// <summary>The newest visit of a step, not one of its items; null when the step has not been visited.</summary>
    public StepRun? Latest(string stepId) =>
        _steps.Where(s => s.ParentId is null && string.Equals(s.StepId, stepId, StringComparison.Ordinal)).MaxBy(s => s.Visit);

    /// <summary>The attempts of a step run, in order.</summary>
    public IEnumerable<Attempt> AttemptsOf(StepRun step) => Attempts.Where(a => a.StepRunId == step.Id).OrderBy(a => a.Number);

    internal void Add(StepRun step) => _steps.Add(step);
}
