using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Metrics;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>The job that computes ahead what is over; its clock goes on when the test says so.</summary>
public sealed class MetricsServiceTests
{
    private readonly FakeMetrics _metrics = new();
    private readonly HandClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ComputesAllAnew_ALittleLater_AndThenLooksEveryHour()
    {
        await _metrics.AppendAsync(ScriptedHistory.Facts, Stop);
        using var service = Create(isEmbedded: false);
        await service.StartAsync(Stop);

        var first = await _clock.NextAsync();
        Assert.Equal(TimeSpan.FromMinutes(2), first.Due);
        Assert.False(_metrics.Forgotten.Reader.TryRead(out _));

        first.Fire();
        Assert.Null(await ForgottenAsync());
        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromHours(2), await ForgottenAsync());

        var hourly = await _clock.NextAsync();
        Assert.Equal(TimeSpan.FromHours(1), hourly.Due);
        hourly.Fire();
        Assert.NotNull(await ForgottenAsync());
        await service.StopAsync(Stop);
    }

    [Fact]
    public async Task Rebuild_ThatFails_DoesNotEndTheJob()
    {
        _metrics.Fault = new InvalidOperationException("the disk is full");
        using var service = Create(isEmbedded: false);
        await service.StartAsync(Stop);

        (await _clock.NextAsync()).Fire();

        Assert.Null(await ForgottenAsync());
        Assert.NotNull(await ForgottenAsync());
        await service.StopAsync(Stop);
    }

    [Fact]
    public async Task Start_InACommand_ComputesNothing()
    {
        using var service = Create(isEmbedded: true);
        await service.StartAsync(Stop);
        await service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.False(_metrics.Forgotten.Reader.TryRead(out _));
        Assert.False(_clock.HasTimer);
    }

    private MetricsService Create(bool isEmbedded)
    {
        var keeper = new SnapshotKeeper(_metrics, _clock);
        return new MetricsService(new MetricsDesk(_metrics, keeper, new RunEventBus(), _clock), keeper, _metrics, new JobsMode(isEmbedded), _clock, NullLogger<MetricsService>.Instance);
    }

    private async Task<DateTimeOffset?> ForgottenAsync() => await _metrics.Forgotten.Reader.ReadAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);

    /// <summary>A clock that stands still, and whose timers fire when the test says so.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly Channel<HandTimer> _timers = Channel.CreateUnbounded<HandTimer>();

        public bool HasTimer => _timers.Reader.TryPeek(out _);

        public override TimeZoneInfo LocalTimeZone => ScriptedHistory.Berlin;

        public override DateTimeOffset GetUtcNow() => ScriptedHistory.Periods[^1].To.AddDays(1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HandTimer(() => callback(state), dueTime);
            _timers.Writer.TryWrite(timer);
            return timer;
        }

        public async Task<HandTimer> NextAsync() => await _timers.Reader.ReadAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    private sealed class HandTimer(Action fire, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing runs by itself.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
