using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What a request to cancel met.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Events">Events written.</param>
public sealed record CancelRequest(CancelOutcome Outcome, IReadOnlyList<RunEvent> Events);
