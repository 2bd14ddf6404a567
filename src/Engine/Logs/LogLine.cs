namespace Signalbox.Engine.Logs;

/// <summary>A line as people and programs see it: decoded, progress collapsed, long lines in parts (design/engine.md, Logs).</summary>
/// <param name="Line">Number from 1.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Time">When the chunk that ended it was read.</param>
/// <param name="Text">Text without its line end; escape sequences for colour are kept.</param>
/// <param name="Partial">The line goes on: after a part of 64 KiB, or because it is the unfinished last line of a stream that still grows.</param>
public sealed record LogLine(long Line, LogStream Stream, DateTimeOffset Time, string Text, bool Partial)
{
    /// <summary>
    /// Which part of the line, from 0; above 0 only in lines over 64 KiB. Line and part together name a place: what comes
    /// for the same place later (an unfinished line that has grown) replaces what came before.
    /// </summary>
    public int Part { get; init; }
}
