namespace Signalbox.Engine.Logs.Search;

/// <summary>A line, or of one over a million characters a piece.</summary>
/// <param name="Line">Number from 1.</param>
/// <param name="Text">Without escape sequences.</param>
/// <param name="End">Whether the line ends with it.</param>
internal readonly record struct LinePiece(long Line, string Text, LineEnd End);
