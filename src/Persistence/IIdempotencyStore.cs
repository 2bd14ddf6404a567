namespace Signalbox.Persistence;

/// <summary>
/// Remembers for 24 hours what was answered to requests that name a key, so that a request that is sent again changes nothing twice, also after a
/// restart and on another server. The newest 10,000 are kept.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Longest body that is kept.</summary>
    const int MaxBodyBytes = 64 * 1024;

    /// <summary>
    /// Takes the turn to answer a request, or gives the answer that it had. While another request with the key is being answered this waits; one that
    /// is not answered within 30 s is given up, and the next one answers.
    /// </summary>
    /// <param name="caller">Who asks: keys of different callers are different.</param>
    /// <param name="key">The key, with what else tells requests apart, such as the path.</param>
    /// <param name="requestHash">Hash of the request's content.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IdempotencyTurn> BeginAsync(string caller, string key, string requestHash, CancellationToken cancellationToken);

    /// <summary>Keeps the answer. False when the turn had been given to another meanwhile.</summary>
    Task<bool> CompleteAsync(IdempotencyTurn turn, IdempotencyAnswer answer, CancellationToken cancellationToken);

    /// <summary>Gives the turn back without an answer: the next request executes.</summary>
    Task AbandonAsync(IdempotencyTurn turn, CancellationToken cancellationToken);
}
