using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs.Search;

/// <summary>A stream as the index across runs knows it.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Stream">The stream.</param>
/// <param name="RunId">Its run.</param>
/// <param name="RunKey">Key of the run.</param>
/// <param name="Workflow">Workflow of the run.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="Offset">Bytes committed.</param>
/// <param name="Complete">No more will come.</param>
public sealed record IndexedStream(
    AttemptId AttemptId, LogStream Stream, RunId RunId, string RunKey, string Workflow, string Step, int Attempt, long Offset, bool Complete);
