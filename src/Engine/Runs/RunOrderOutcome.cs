using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What an order met.</summary>
/// <param name="Found">Whether there is such a run.</param>
/// <param name="Taken">Whether the order was written down.</param>
/// <param name="Status">Status of the run at that moment; null when there is none.</param>
/// <param name="Events">Events written.</param>
/// <param name="WakeUp">The job that looks at the run; null when the order was not taken.</param>
public sealed record RunOrderOutcome(bool Found, bool Taken, RunStatus? Status, IReadOnlyList<RunEvent> Events, RunWakeUp? WakeUp);
