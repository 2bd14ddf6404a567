namespace Signalbox.Engine.Runs;

/// <summary>What came to a run from outside: read by the executor that holds it, at each wake.</summary>
public sealed record RunSignals
{
    /// <summary>The wake that these belong to.</summary>
    public required long Wake { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    public string? CancelRequestedBy { get; init; }

    public DateTimeOffset? PauseRequestedAt { get; init; }

    public string? PauseRequestedBy { get; init; }

    /// <summary>Decisions that it may make while paused.</summary>
    public int StepsAllowed { get; init; }

    /// <summary>How often steps were added to the run.</summary>
    public int Additions { get; init; }

    /// <summary>All approvals of the run.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Its child runs.</summary>
    public IReadOnlyList<ChildRun> Children { get; init; } = [];

    /// <summary>What it has offered to workers and has not yet seen the end of.</summary>
    public IReadOnlyList<StepClaim> Claims { get; init; } = [];
}
