using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>A run with everything that decides what comes next. One executor works on it at a time.</summary>
public sealed class RunState
{
    public required Run Run { get; init; }

    public required WorkflowVersion Version { get; init; }

    public required Repository Repository { get; init; }

    /// <summary>Step runs by position.</summary>
    public required IReadOnlyList<StepRun> Steps { get; init; }

    /// <summary>Attempts in order of step and number.</summary>
    public required IList<Attempt> Attempts { get; init; }

    /// <summary>The worktree; null before it is made.</summary>
    public Workspace? Workspace { get; set; }
}
