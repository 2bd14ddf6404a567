namespace Signalbox.Engine.Logs.Search;

/// <summary>A page of hits across runs, newest first.</summary>
/// <param name="Hits">The hits; a page may be shorter than asked for although there are more.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
public sealed record RunSearchPage(IReadOnlyList<RunSearchHit> Hits, string? NextCursor)
{
    /// <summary>All that was committed before the question is in the answer; false while the index still has to catch up.</summary>
    public bool UpToDate { get; init; } = true;
}
