namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of a log as people see it.</summary>
/// <param name="Line">Number from 1.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Time">When it was read.</param>
/// <param name="Text">Without its line end; escape sequences for colour are kept.</param>
/// <param name="Partial">A part of a very long line, or an unfinished last one.</param>
public sealed record LogLineModel(long Line, string Stream, DateTimeOffset Time, string Text, bool Partial);
