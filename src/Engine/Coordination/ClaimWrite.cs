using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>What a write of a worker met.</summary>
/// <param name="Claim">The claim as it is now; null when the step was never offered.</param>
/// <param name="Taken">Whether it was written; false when the lease is not the one that the step has, or the run has ended.</param>
/// <param name="Events">Events written.</param>
/// <param name="WakeUp">The job that looks at the run; null when nothing was written.</param>
public sealed record ClaimWrite(StepClaim? Claim, bool Taken, IReadOnlyList<RunEvent> Events, RunWakeUp? WakeUp);
