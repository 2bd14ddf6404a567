namespace Signalbox.Engine.Logs.Search;

/// <summary>A line of some run's log.</summary>
/// <param name="Stream">Where it is.</param>
/// <param name="Line">Number of the line.</param>
/// <param name="Time">About when it was printed.</param>
/// <param name="Text">The line around the match, at most 300 characters, masked.</param>
public sealed record RunSearchHit(IndexedStream Stream, long Line, DateTimeOffset Time, string Text);
