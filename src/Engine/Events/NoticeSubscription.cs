using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Signalbox.Engine.Events;

/// <summary>One subscriber's bounded queue of notices.</summary>
public sealed class NoticeSubscription : IDisposable
{
    /// <summary>Notices kept for a subscriber that does not read.</summary>
    public const int Capacity = 512;

    private readonly Channel<Notice> _queue = Channel.CreateBounded<Notice>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Func<Notice, bool>? _filter;
    private readonly Action<NoticeSubscription> _remove;
    private int _missed;

    internal NoticeSubscription(Func<Notice, bool>? filter, Action<NoticeSubscription> remove)
    {
        _filter = filter;
        _remove = remove;
    }

    /// <summary>The notices, until the subscription is disposed or the token is cancelled.</summary>
    public async IAsyncEnumerable<Notice> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var notice in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            // The mark is cleared before the queue is drained: what is offered meanwhile sets it anew.
            if (Interlocked.Exchange(ref _missed, 0) == 1)
            {
                while (_queue.Reader.TryRead(out _))
                {
                }

                yield return new Notice.Missed();
            }
            else
            {
                yield return notice;
            }
        }
    }

    /// <summary>Ends the subscription; <see cref="ReadAllAsync"/> completes.</summary>
    public void Dispose()
    {
        _remove(this);
        _queue.Writer.TryComplete();
    }

    internal void Offer(Notice notice)
    {
        if (_filter is not null && !_filter(notice))
        {
            return;
        }

        if (!_queue.Writer.TryWrite(notice))
        {
            Interlocked.Exchange(ref _missed, 1);
        }
    }
}
