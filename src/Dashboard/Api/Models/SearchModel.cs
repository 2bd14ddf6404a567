namespace Signalbox.Dashboard.Api.Models;

/// <summary>Lines of logs of all runs that have a text, newest first.</summary>
/// <param name="Items">The hits; a page may be shorter than asked for although there are more.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
/// <param name="Covers">What was looked at, in words: the beginning of each run's log. A search inside one log looks at all of it.</param>
/// <param name="CoversBytesPerRun">The same as a number of bytes.</param>
/// <param name="UpToDate">All that was stored before the question is in the answer.</param>
public sealed record SearchModel(IReadOnlyList<SearchHitModel> Items, string? NextCursor, string Covers, long CoversBytesPerRun, bool UpToDate);
