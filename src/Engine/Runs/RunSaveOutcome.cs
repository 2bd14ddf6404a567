using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What a save did.</summary>
/// <param name="Saved">False when the epoch is another by now: nothing was written.</param>
/// <param name="Events">The events as stored.</param>
public sealed record RunSaveOutcome(bool Saved, IReadOnlyList<RunEvent> Events);
