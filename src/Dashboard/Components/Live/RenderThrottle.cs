namespace Signalbox.Dashboard.Components.Live;

/// <summary>
/// Turns any number of requests into at most one run of an action an interval, never two at once. The last request is never lost:
/// one that comes while the action runs is followed by another run.
/// </summary>
public sealed class RenderThrottle : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Func<CancellationToken, Task> _action;
    private long? _last;
    private bool _asked;
    private bool _running;

    /// <summary>Makes a throttle for this action; it must not throw.</summary>
    public RenderThrottle(TimeProvider time, TimeSpan interval, Func<CancellationToken, Task> action)
    {
        _time = time;
        _interval = interval;
        _action = action;
    }

    /// <summary>Asks for a run of the action; returns at once.</summary>
    public void Request()
    {
        lock (_gate)
        {
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            _asked = true;
            if (_running)
            {
                return;
            }

            _running = true;
        }

        _ = WorkAsync(_ended.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended.Cancel();
        }

        _ended.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Take())
            {
                if (_last is { } last && _interval - _time.GetElapsedTime(last) is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, _time, cancellationToken);
                    Answer();
                }

                _last = _time.GetTimestamp();
                await _action(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The component is gone
        }
    }

    private bool Take()
    {
        lock (_gate)
        {
            _running = _asked;
            _asked = false;
            return _running;
        }
    }

    // What was asked while waiting is answered by the run that follows
    private void Answer()
    {
        lock (_gate)
        {
            _asked = false;
        }
    }
}
