namespace Signalbox.Engine.Logs;

/// <summary>One reader's watch on a stream: remembers the latest position announced since it began.</summary>
public sealed class LogSubscription : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<LogSubscription> _remove;
    private LogPosition? _latest;
    private TaskCompletionSource _news = NewSource();

    internal LogSubscription(Action<LogSubscription> remove) => _remove = remove;

    /// <summary>Waits until the stream is known to reach beyond this offset or to be complete.</summary>
    public async Task<LogPosition> WaitForAsync(long beyondOffset, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_latest is { } latest && (latest.Offset > beyondOffset || latest.Complete))
                {
                    return latest;
                }

                if (_news.Task.IsCompleted)
                {
                    _news = NewSource();
                }

                news = _news.Task;
            }

            await news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops watching.</summary>
    public void Dispose() => _remove(this);

    internal void Set(LogPosition position)
    {
        lock (_gate)
        {
            _latest = position;
            _ = _news.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
