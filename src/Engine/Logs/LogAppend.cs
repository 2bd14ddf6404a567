using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs;

/// <summary>Chunks of one stream and the position that they reach, stored in one transaction or not at all.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Epoch under which the writer holds the run; an old one is refused.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Stream">The stream.</param>
/// <param name="ExpectedOffset">Offset committed so far as the writer knows it; another is refused.</param>
/// <param name="Chunks">The chunks in order; the first begins at the expected offset. May be empty with <paramref name="Complete"/>.</param>
/// <param name="Complete">Marks the stream as ended.</param>
public sealed record LogAppend(RunId RunId, long Epoch, AttemptId AttemptId, LogStream Stream, long ExpectedOffset, IReadOnlyList<LogChunk> Chunks, bool Complete);
