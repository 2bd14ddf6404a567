using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What came of writing a run that is to be the only one of its concurrency group.</summary>
/// <param name="Run">The run as stored; null when it was not written.</param>
/// <param name="Events">Its events as stored.</param>
/// <param name="Busy">Key of the run of the group that has not ended; null without one: then what was not written has a key that is taken.</param>
public sealed record RunAddition(Run? Run, IReadOnlyList<RunEvent> Events, string? Busy);
