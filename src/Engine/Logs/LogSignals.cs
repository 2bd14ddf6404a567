using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Tells readers in this process that a stream has more. It keeps one position a subscription and nothing at all for a stream
/// that nobody watches: a slow reader costs the writer nothing.
/// </summary>
public sealed class LogSignals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(AttemptId Attempt, LogStream Stream), List<LogSubscription>> _subscriptions = [];

    /// <summary>Streams that somebody watches.</summary>
    internal int WatchedStreams
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Says how far a stream is stored; to be called after the commit.</summary>
    public void Announce(AttemptId attempt, LogStream stream, LogPosition position)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue((attempt, stream), out var subscriptions))
            {
                foreach (var subscription in subscriptions)
                {
                    subscription.Set(position);
                }
            }
        }
    }

    /// <summary>
    /// Watches a stream from now on. Subscribe first, read the store then: what is committed in between is announced
    /// to the subscription. Dispose it to stop watching.
    /// </summary>
    public LogSubscription Subscribe(AttemptId attempt, LogStream stream)
    {
        var key = (attempt, stream);
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(key, out var subscriptions))
            {
                _subscriptions[key] = subscriptions = [];
            }

            var subscription = new LogSubscription(s => Remove(key, s));
            subscriptions.Add(subscription);
            return subscription;
        }
    }

    private void Remove((AttemptId Attempt, LogStream Stream) key, LogSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(key, out var subscriptions) && subscriptions.Remove(subscription) && subscriptions.Count == 0)
            {
                _ = _subscriptions.Remove(key);
            }
        }
    }
}
