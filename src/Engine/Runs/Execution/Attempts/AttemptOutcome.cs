using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>What the end of an attempt writes beside attempt and step run.</summary>
internal sealed record AttemptOutcome(IReadOnlyList<RunEvent> Events, IReadOnlyList<Checkpoint> Checkpoints, IReadOnlyList<Approval> Approvals)
{
    /// <summary>Commit that its <c>verify</c> judged; null when there was none, or the files were no commit's.</summary>
    public string? JudgedCommit { get; init; }
}
