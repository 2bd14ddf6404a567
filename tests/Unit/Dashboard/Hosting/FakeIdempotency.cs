using Signalbox.Persistence;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Answers in memory; one request with a key at a time.</summary>
internal sealed class FakeIdempotency : IIdempotencyStore, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<(string Caller, string Key), (string Hash, IdempotencyAnswer Answer)> _answers = [];
    private string? _hash;

    /// <summary>The answers that are kept.</summary>
    public IReadOnlyCollection<IdempotencyAnswer> Kept => [.. _answers.Values.Select(a => a.Answer)];

    public async Task<IdempotencyTurn> BeginAsync(string caller, string key, string requestHash, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        if (!_answers.TryGetValue((caller, key), out var found))
        {
            _hash = requestHash;
            return new IdempotencyTurn(caller, key, "mine", null, false) { FirstSaid = DateTimeOffset.UnixEpoch };
        }

        _gate.Release();
        var other = !string.Equals(found.Hash, requestHash, StringComparison.Ordinal);
        return new IdempotencyTurn(caller, key, null, other ? null : found.Answer, other);
    }

    public Task<bool> CompleteAsync(IdempotencyTurn turn, IdempotencyAnswer answer, CancellationToken cancellationToken)
    {
        _answers[(turn.Caller, turn.Key)] = (_hash!, answer with { Body = answer.Body is { Length: <= IIdempotencyStore.MaxBodyBytes } body ? body : null });
        _gate.Release();
        return Task.FromResult(true);
    }

    public Task AbandonAsync(IdempotencyTurn turn, CancellationToken cancellationToken)
    {
        _gate.Release();
        return Task.CompletedTask;
    }

    public void Dispose() => _gate.Dispose();
}
