namespace Signalbox.Engine.Runs;

/// <summary>Answers of agents for steps that say <c>cache: true</c> (design/engine.md, Limits and caching).</summary>
public interface IResponseCache
{
    /// <summary>The answer for this key; null when there is none.</summary>
    Task<CachedResponse?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer; the one that is there stays.</summary>
    Task AddAsync(CachedResponse response, CancellationToken cancellationToken);
}
