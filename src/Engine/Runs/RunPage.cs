namespace Signalbox.Engine.Runs;

/// <summary>A page of a list of runs.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
/// <param name="Total">Runs that the filter matches in all.</param>
public sealed record RunPage(IReadOnlyList<RunSummary> Runs, string? NextCursor, int Total);
