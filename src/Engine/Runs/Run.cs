using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>One execution of one workflow version (spec 1 Task, spec 2 ExecutionContext, spec 5 run record).</summary>
/// <remarks>
/// The executor that holds the epoch owns the status, its reason, the pointers and the times. <see cref="Epoch"/>, <see cref="Node"/>,
/// <see cref="Wake"/>, <see cref="SeenWake"/>, the requests to cancel, pause and step, <see cref="Definition"/>, <see cref="Additions"/>, <see cref="Pinned"/>, <see cref="Home"/>, <see cref="Directory"/>, <see cref="EventSequence"/>, <see cref="LastEventAt"/> and <see cref="LogBytes"/> are written by the
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

    /// <summary>All repositories of a run that works in several, in the workflow's order, the one above among them; empty: that is its only one.</summary>
    public IReadOnlyList<RunRepository> Repositories { get; init; } = [];

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

    /// <summary>Environment given at the start, on top of the workflow's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Runs with more begin first; 0 when nothing was said.</summary>
    public int Priority { get; init; }

    /// <summary>Concurrency group, rendered; null: none.</summary>
    public string? ConcurrencyGroup { get; init; }

    /// <summary>Run that this is a child of.</summary>
    public RunId? ParentRunId { get; init; }

    /// <summary>Step run of the parent.</summary>
    public StepRunId? ParentStepRunId { get; init; }

    /// <summary>Checkpoint of another run that this one was forked from.</summary>
    public CheckpointId? ForkedFrom { get; init; }

    /// <summary>Commit that its workspace begins at, where another run's work is taken up; null: the repository's HEAD. Of a run in several repositories each says its own.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>
    /// Commit of the files that were let pass before it, where it began with others: a fork from a checkpoint whose changes nobody has let pass. Null:
    /// <see cref="BaseCommit"/>. Of a run in several repositories each says its own.
    /// </summary>
    public string? JudgedCommit { get; init; }

    /// <summary>Agent that every agent's step uses instead of its own; null: none.</summary>
    public string? AgentOverride { get; init; }

    /// <summary>Model that every agent's step asks for instead of its own; null: none.</summary>
    public string? ModelOverride { get; init; }

    /// <summary>Known cost in US dollars at which this run stops, instead of the workflow's limit; null: the workflow's.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Minutes after which this run stops, instead of the workflow's limit; null: the workflow's.</summary>
    public int? MaxDurationMinutes { get; init; }

    /// <summary>The workflow as this run has it, its version's steps and behind them those that were added, in the order in which they came; null: none were.</summary>
    public string? Definition { get; init; }

    /// <summary>How often steps were added.</summary>
    public int Additions { get; init; }

    /// <summary>Kept by retention whatever its age.</summary>
    public bool Pinned { get; init; }

    /// <summary>When it wants to be looked at again while nobody holds it; null: when somebody wakes it.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>What it waits for in the queue, while it has begun and waits for a place to go on; null: it is not queued, or has not begun.</summary>
    public QueuedFor? QueuedFor { get; private set; }

    /// <summary>Whether it waits for a place among the runs that are under way.</summary>
    public bool IsQueued => Node is null && (Status == RunStatus.Pending || (Status == RunStatus.Waiting && QueuedFor is not null));

    /// <summary>The wake that its last executor had seen when it let go.</summary>
    public long SeenWake { get; init; }

    public DateTimeOffset? PauseRequestedAt { get; init; }

    public string? PauseRequestedBy { get; init; }

    /// <summary>Decisions that a paused run may still make (<c>run next</c>).</summary>
    public int StepsAllowed { get; init; }

    /// <summary>Absolute folder of the run, <c>runs/KEY</c> in the data directory of its <see cref="Home"/>.</summary>
    public required string Directory { get; set; }

    /// <summary>Node whose machine has the run's folder and workspace (ADR 8); null where one server has the database to itself.</summary>
    public string? Home { get; set; }

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
            QueuedFor = null;
            // A clock that was set back does not let a run end before it began.
            StartedAt ??= now > CreatedAt ? now : CreatedAt;
            EndedAt = null;
        }
        else if (HasEnded)
        {
            var began = StartedAt ?? CreatedAt;
            EndedAt = now > began ? now : began;
            NextAction = null;
            QueuedFor = null;
        }
    }

    /// <summary>Lets a Waiting or Paused run stand in the queue.</summary>
    public void Queue(QueuedFor queued)
    {
        if (Status is not (RunStatus.Waiting or RunStatus.Paused))
        {
            throw new InvalidOperationException($"run {Key} is {Status}: only one that rests can be queued again");
        }

        QueuedFor = queued;
    }
}
