namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of a log as people see it.</summary>
/// <param name="Line">Number from 1.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Time">When it was read.</param>
/// <param name="Text">Without its line end; escape sequences for colour are kept.</param>
/// <param name="Partial">The line goes on: in its next part, or later because it is the unfinished last one.</param>
/// <param name="Part">Part of the line, from 0; above 0 only in lines over 64 KiB. What comes again for the same line and part replaces it.</param>
public sealed record LogLineModel(long Line, string Stream, DateTimeOffset Time, string Text, bool Partial, int Part);
