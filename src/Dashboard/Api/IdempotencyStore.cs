namespace Signalbox.Dashboard.Api;

/// <summary>
/// The first answers to requests with an Idempotency-Key, for 24 hours, the newest 1,000, in memory: a restart forgets them, and a run
/// started again after one is told apart by its chosen key.
/// </summary>
internal sealed class IdempotencyStore(TimeProvider time)
{
    private const int Capacity = 1000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>The slot of this key; the same one for requests that repeat it.</summary>
    public Slot Get(string key)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_slots.TryGetValue(key, out var slot) && slot.CreatedAt + Lifetime > now)
            {
                return slot;
            }

            if (_slots.Count >= Capacity)
            {
                _slots.Remove(_slots.MinBy(p => p.Value.CreatedAt).Key);
            }

            return _slots[key] = new Slot(now);
        }
    }

    /// <summary>The place of one answer. Whoever holds the gate answers; the others wait and repeat.</summary>
    internal sealed class Slot(DateTimeOffset createdAt)
    {
        public DateTimeOffset CreatedAt { get; } = createdAt;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Answer? Answer { get; set; }
    }

    /// <summary>An answer as sent.</summary>
    internal sealed record Answer(string RequestHash, int Status, string? ContentType, string? Location, byte[] Body);
}
