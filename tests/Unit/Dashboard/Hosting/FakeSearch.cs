using Signalbox.Engine.Logs.Search;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Knows its hits, and keeps the last question.</summary>
internal sealed class FakeSearch : IRunSearch
{
    public RunSearchPage Page { get; set; } = new([], null);

    public RunSearchQuery? Asked { get; private set; }

    public Task<RunSearchPage> SearchAsync(RunSearchQuery query, CancellationToken cancellationToken)
    {
        Asked = query;
        return query.Cursor is "bad" ? throw new ArgumentException("the cursor is not one that this list gave; begin again without it", nameof(query)) : Task.FromResult(Page);
    }
}
