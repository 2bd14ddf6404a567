using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Everything that a new run is made of; all of it checked.</summary>
internal sealed record RunPlan
{
    public RunId Id { get; init; } = EntityId.New<RunId>();

    /// <summary>The id is the request's: there may be this run already.</summary>
    public bool MayExist { get; init; }

    public required string Workflow { get; init; }

    public required WorkflowVersion Version { get; init; }

    /// <summary>The workflow as the run has it from the start, where that is not the version's: another run's, to which steps were added.</summary>
    public string? Added { get; init; }

    public required WorkflowDefinition Definition { get; init; }

    public required Repository Repository { get; init; }

    /// <summary>All repositories where there are several; empty: the one above.</summary>
    public IReadOnlyList<RunRepository> Repositories { get; init; } = [];

    public required IReadOnlyDictionary<string, object?> Inputs { get; init; }

    public required RunTrigger Trigger { get; init; }

    public required string Actor { get; init; }

    /// <summary>Chosen key; null for the next number.</summary>
    public string? Key { get; init; }

    public string? Prompt { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public int Priority { get; init; }

    /// <summary>Concurrency group, rendered.</summary>
    public string? Group { get; init; }

    public RunId? ParentRunId { get; init; }

    public StepRunId? ParentStepRunId { get; init; }

    public CheckpointId? ForkedFrom { get; init; }

    public string? BaseCommit { get; init; }

    public string? JudgedCommit { get; init; }

    public RunOverrides Overrides { get; init; } = new();

    /// <summary>Trace of the parent; null begins one.</summary>
    public string? TraceId { get; init; }

    /// <summary>First event; null says who queued it.</summary>
    public string? Says { get; init; }

    /// <summary>Step runs that differ from those of a fresh run.</summary>
    public Func<Run, IReadOnlyList<StepRun>>? Steps { get; init; }
}
