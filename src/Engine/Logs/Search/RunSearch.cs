namespace Signalbox.Engine.Logs.Search;

/// <summary>Search across runs, after the index has caught up or two seconds have passed.</summary>
public sealed class RunSearch(ILogIndex index, ILogIndexSource source, LogIndexer indexer, TimeProvider time) : IRunSearch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<RunSearchPage> SearchAsync(RunSearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Fault is not null || query.Limit is < 1 or > RunSearchQuery.MaxLimit)
        {
            throw new ArgumentException(query.Fault ?? $"a page has 1 to {RunSearchQuery.MaxLimit} hits", nameof(query));
        }

        var upToDate = await TryCatchUpAsync(cancellationToken);
        var page = await index.SearchAsync(query, cancellationToken);
        var attempts = page.Hits.Select(h => h.Stream.AttemptId).ToHashSet();
        var existing = await source.ExistingAsync(attempts, cancellationToken);
        foreach (var gone in attempts.Where(a => !existing.Contains(a)))
        {
            await index.DeleteAsync(gone, cancellationToken);
        }

        return page with { Hits = [.. page.Hits.Where(h => existing.Contains(h.Stream.AttemptId))], UpToDate = upToDate };
    }

    private async Task<bool> TryCatchUpAsync(CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            await indexer.CatchUpAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
