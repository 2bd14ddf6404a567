namespace Signalbox.Engine.Logs;

/// <summary>Consecutive lines of a stream.</summary>
/// <param name="FirstLine">Number of the first line.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Complete">The stream has ended and these lines reach its end.</param>
public sealed record LogBatch(long FirstLine, IReadOnlyList<LogLine> Lines, bool Complete);
