using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What an answer met.</summary>
/// <param name="Approval">The approval as it is now; null when there is none.</param>
/// <param name="Decided">Whether this answer was taken; false when somebody had answered, or the run has ended.</param>
/// <param name="Events">Events written.</param>
/// <param name="WakeUp">The job that goes on with the run; null when the answer was not taken.</param>
public sealed record ApprovalDecision(Approval? Approval, bool Decided, IReadOnlyList<RunEvent> Events, RunWakeUp? WakeUp);
