namespace Signalbox.Persistence.Stores;

/// <summary>What the run's row gave to the events of one transaction.</summary>
/// <param name="LastSequence">Sequence of the last of them.</param>
/// <param name="Time">Their time.</param>
/// <param name="TraceId">Trace id of the run.</param>
internal readonly record struct EventNumbers(long LastSequence, DateTimeOffset Time, string TraceId);
