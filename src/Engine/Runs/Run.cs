using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>One execution of one workflow version (spec 1 Task, spec 2 ExecutionContext, spec 5 run record).</summary>
/// <remarks>
/// The executor that holds the epoch owns the status, its reason, the pointers and the times. <see cref="Epoch"/>, <see cref="Node"/>,
/// <see cref="Wake"/>, the cancel request, <see cref="EventSequence"/>, <see cref="LastEventAt"/> and <see cref="LogBytes"/> are written by the
/// store's own statements only and never overwritten by a save.
/// </remarks>
public sealed class Run
{
    public required RunId Id { get; init; }

    /// <summary>What people say aloud, such as <c>DOC-123</c>; unique in the database.</summary>
    public required string Key { get; init; }

    public required WorkflowVersionId WorkflowVersionId { get; init; }

    /// <summary>Slug of the workflow when the run was started.</summary>
    public required string Workflow { get; init; }

    /// <summary>Number of the workflow version.</summary>
    public required int WorkflowVersion { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Name of the repository when the run was started.</summary>
    public required string Repository { get; init; }

    /// <summary>What the person asked for in their own words; null when not given (spec 1 original_prompt).</summary>
    public string? OriginalPrompt { get; init; }

    /// <summary>Inputs as key/value: plain values (spec 5 P09-T01).</summary>
    public required IReadOnlyDictionary<string, object?> Inputs { get; init; }

    public required RunTrigger Trigger { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    public RunStatus Status { get; private set; } = RunStatus.Pending;

    /// <summary>Why it has this status, in words a person can act on.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Step ids under way or ended last, joined by <c>, </c>: the step pointer.</summary>
    public string? CurrentStep { get; set; }

    /// <summary>What is expected to happen next, in words.</summary>
    public string? NextAction { get; set; }

    /// <summary>Rises with each claim; a writer with an old one is refused.</summary>
    public long Epoch { get; init; }

    /// <summary>Rises with each reason to look at the run again.</summary>
    public long Wake { get; init; }

    /// <summary>Server that holds the run; null when none does.</summary>
    public string? Node { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    public string? CancelRequestedBy { get; init; }

    public long EventSequence { get; init; }

    public DateTimeOffset LastEventAt { get; init; }

    /// <summary>Bytes of log text stored for the run.</summary>
    public long LogBytes { get; init; }

    /// <summary>Absolute folder of the run, <c>runs/KEY</c> in the data directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Known cost of all attempts in US dollars; null while none is known.</summary>
    public decimal? CostUsd { get; set; }

    /// <summary>W3C trace id, 32 hex digits.</summary>
    public required string TraceId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether the run has ended.</summary>
    public bool HasEnded => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Moves the run on.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not legal.</exception>
    public void MoveTo(RunStatus status, string? reason, DateTimeOffset now)
    {
        RunTransitions.Run.Check(Status, status);
        Status = status;
        StatusReason = reason;
        if (status == RunStatus.Running)
        {
            StartedAt ??= now;
            EndedAt = null;
        }
        else if (HasEnded)
        {
            EndedAt = now;
            NextAction = null;
        }
    }
}
