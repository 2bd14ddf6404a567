namespace Signalbox.Engine.Runs;

/// <summary>Answers of agents for steps that say <c>cache: true</c> (design/engine.md, Limits and caching).</summary>
public interface IResponseCache
{
    /// <summary>The answer for this key, given at <paramref name="notBefore"/> or later; null when there is none.</summary>
    Task<CachedResponse?> FindAsync(string key, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>Keeps an answer in place of an older one; of two of the same time the one that is there stays.</summary>
    Task AddAsync(CachedResponse response, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest answers until the limits hold. Returns how many went.</summary>
    Task<int> TrimAsync(ResponseCacheLimits limits, DateTimeOffset now, CancellationToken cancellationToken);
}
