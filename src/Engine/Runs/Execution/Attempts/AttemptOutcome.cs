using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What the end of an attempt writes beside attempt and step run.</summary>
internal sealed record AttemptOutcome(IReadOnlyList<RunEvent> Events, IReadOnlyList<Checkpoint> Checkpoints, IReadOnlyList<Approval> Approvals)
{
    /// <summary>What its proofs answered.</summary>
    public IReadOnlyList<ProofAnswer> Proofs { get; init; } = [];
}
