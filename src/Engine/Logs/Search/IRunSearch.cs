namespace Signalbox.Engine.Logs.Search;

/// <summary>Search across runs.</summary>
public interface IRunSearch
{
    /// <summary>Lines that have the text, newest first.</summary>
    /// <exception cref="ArgumentException">The query has a fault, or the cursor is not one of this list.</exception>
    Task<RunSearchPage> SearchAsync(RunSearchQuery query, CancellationToken cancellationToken);
}
