using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What a request to cancel met.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Events">Events written.</param>
public sealed record CancelRequest(CancelOutcome Outcome, IReadOnlyList<RunEvent> Events)
{
    /// <summary>Runs that this gave a reason to be looked at: the run itself when it was asked, the parent of one that is cancelled now.</summary>
    public IReadOnlyList<RunWakeUp> WakeUps { get; init; } = [];
}
