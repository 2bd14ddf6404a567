using System.Threading.Channels;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What reaches a session: messages of its attempts, wakes of its run, and the passing of time.</summary>
internal sealed class SessionMailbox : IAsyncDisposable
{
    /// <summary>A timer holds 49 days at most; whoever waits longer looks again in between.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly Channel<SessionMessage> _messages = Channel.CreateUnbounded<SessionMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _time;
    private readonly Task _listening;

    public SessionMailbox(ActiveRun active, TimeProvider time)
    {
        _time = time;
        PlaceFree = () => Writer.TryWrite(new SessionMessage.PlaceFree());
        _listening = ListenAsync(active, _ended.Token);
    }

    public ChannelWriter<SessionMessage> Writer => _messages.Writer;

    /// <summary>Tells the session that an agent may have a place. One and the same each time, so that a session waits once for an agent however often it asks.</summary>
    public Action PlaceFree { get; }

    /// <summary>The next message; null when the time came first.</summary>
    public async Task<SessionMessage?> NextAsync(DateTimeOffset? until, CancellationToken stopping)
    {
        if (_messages.Reader.TryRead(out var message))
        {
            return message;
        }

        if (until is null)
        {
            await _messages.Reader.WaitToReadAsync(stopping);
            return _messages.Reader.TryRead(out message) ? message : null;
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task arrived = _messages.Reader.WaitToReadAsync(timer.Token).AsTask();
        var wait = TimeSpan.FromTicks(Math.Clamp((until.Value - _time.GetUtcNow()).Ticks, TimeSpan.TicksPerMillisecond, LongestWait.Ticks));
        await Task.WhenAny(arrived, Task.Delay(wait, _time, timer.Token));
        await timer.CancelAsync();
        await arrived.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        return _messages.Reader.TryRead(out message) ? message : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task ListenAsync(ActiveRun active, CancellationToken cancellationToken)
    {
        await foreach (var _ in active.Wakes.ReadAllAsync(cancellationToken))
        {
            _messages.Writer.TryWrite(new SessionMessage.Woken());
        }
    }
}
