namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of a change.</summary>
/// <param name="Kind">Context, Added or Removed.</param>
/// <param name="Old">Its number before; null when it is not there.</param>
/// <param name="New">Its number after; null when it is not there.</param>
/// <param name="Text">Its text without the line feed.</param>
/// <param name="Cut">It goes on.</param>
/// <param name="LineEnd">False: the file ends with it, without a line end.</param>
public sealed record HunkLineModel(string Kind, int? Old, int? New, string Text, bool Cut, bool LineEnd);
