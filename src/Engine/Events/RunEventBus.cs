using System.Collections.Concurrent;

namespace Signalbox.Engine.Events;

/// <summary>
/// Tells subscribers in this process what was committed. Publishing never waits for a subscriber: one that falls behind loses its
/// queue and gets <see cref="Notice.Missed"/> instead, after which it reads from the database. For replay subscribe first, then read
/// the events after the last known sequence, then go on with the subscription, leaving out sequences already seen.
/// </summary>
public sealed class RunEventBus
{
    private readonly ConcurrentDictionary<NoticeSubscription, byte> _subscriptions = new();

    /// <summary>Live subscriptions; for diagnostics and tests.</summary>
    public int SubscriberCount => _subscriptions.Count;

    /// <summary>Subscribes to the notices that pass the filter; null takes all. Dispose to end.</summary>
    public NoticeSubscription Subscribe(Func<Notice, bool>? filter = null)
    {
        var subscription = new NoticeSubscription(filter, s => _subscriptions.TryRemove(s, out _));
        _subscriptions[subscription] = 0;
        return subscription;
    }

    /// <summary>Hands a notice to every subscriber.</summary>
    public void Publish(Notice notice)
    {
        foreach (var (subscription, _) in _subscriptions)
        {
            subscription.Offer(notice);
        }
    }
}
