using Signalbox.Dashboard.Components.Live;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RenderThrottleTests
{
    [Fact]
    public async Task Request_ManyWhileTheActionRuns_AreOneMoreRunAndNeverTwoAtOnce()
    {
        var gate = new TaskCompletionSource();
        var begun = new SemaphoreSlim(0);
        var runs = 0;
        using var throttle = new RenderThrottle(TimeProvider.System, TimeSpan.FromMilliseconds(1), async ct =>
        {
            Interlocked.Increment(ref runs);
            begun.Release();
            await gate.Task.WaitAsync(ct);
        });
        throttle.Request();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
        {
            throttle.Request();
        }

        Assert.Equal(1, Volatile.Read(ref runs));
        gate.SetResult();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, Volatile.Read(ref runs));
    }

    [Fact]
    public async Task Request_WithinTheInterval_WaitsForTheClock()
    {
        var time = new HeldTime();
        var begun = new SemaphoreSlim(0);
        using var throttle = new RenderThrottle(time, TimeSpan.FromMilliseconds(100), _ =>
        {
            begun.Release();
            return Task.CompletedTask;
        });
        throttle.Request();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        throttle.Request();
        Assert.Equal(TimeSpan.FromMilliseconds(100), time.Due);
        Assert.Equal(0, begun.CurrentCount);
        time.Fire();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Request_Disposed_DoesNothing()
    {
        var runs = 0;
        var throttle = new RenderThrottle(TimeProvider.System, TimeSpan.Zero, _ =>
        {
            runs++;
            return Task.CompletedTask;
        });
        throttle.Dispose();
        throttle.Request();
        Assert.Equal(0, runs);
    }

    /// <summary>A clock that stands still and a timer that fires when told.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private Action? _fire;

        public TimeSpan? Due { get; private set; }

        public override long GetTimestamp() => 0;

        public void Fire() => _fire?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            _fire = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
