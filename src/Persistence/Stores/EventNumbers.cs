using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Stores;

/// <summary>What the run's row gave to the events of one transaction, and where the run stands after it.</summary>
/// <param name="LastSequence">Sequence of the last of them.</param>
/// <param name="Time">Their time.</param>
/// <param name="TraceId">Trace id of the run.</param>
/// <param name="Epoch">Epoch of the run.</param>
/// <param name="Wake">Wake of the run.</param>
/// <param name="Status">Status of the run.</param>
internal readonly record struct EventNumbers(long LastSequence, DateTimeOffset Time, string TraceId, long Epoch, long Wake, RunStatus Status)
{
    public RunWakeUp WakeUp(RunId id) => new(id, Epoch, Wake);
}
