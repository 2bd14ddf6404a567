using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Logs;

public sealed class LogSignalsTests
{
    private readonly LogSignals _signals = new();

    [Fact]
    public async Task WaitFor_AnnouncedBeforeTheWait_IsNotMissed()
    {
        using var subscription = _signals.Subscribe(LogLab.Attempt, LogStream.Stdout);
        _signals.Announce(LogLab.Attempt, LogStream.Stdout, new LogPosition(10, 1, false));

        Assert.Equal(new LogPosition(10, 1, false), await subscription.WaitForAsync(9, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitFor_NothingBeyond_WaitsForTheNext()
    {
        using var subscription = _signals.Subscribe(LogLab.Attempt, LogStream.Stdout);
        _signals.Announce(LogLab.Attempt, LogStream.Stdout, new LogPosition(10, 1, false));
        var wait = subscription.WaitForAsync(10, TestContext.Current.CancellationToken);
        _signals.Announce(LogLab.Attempt, LogStream.Stderr, new LogPosition(50, 1, false));
        Assert.False(wait.IsCompleted);

        _signals.Announce(LogLab.Attempt, LogStream.Stdout, new LogPosition(11, 1, false));

        Assert.Equal(11, (await wait).Offset);
    }

    [Fact]
    public async Task WaitFor_StreamComplete_EndsWithoutMoreBytes()
    {
        using var subscription = _signals.Subscribe(LogLab.Attempt, LogStream.Stdout);
        var wait = subscription.WaitForAsync(10, TestContext.Current.CancellationToken);

        _signals.Announce(LogLab.Attempt, LogStream.Stdout, new LogPosition(10, 1, true));

        Assert.True((await wait).Complete);
    }

    [Fact]
    public void Subscribe_AllReadersGone_KeepsNothing()
    {
        var readers = Enumerable.Range(0, 50).Select(_ => _signals.Subscribe(LogLab.Attempt, LogStream.Stdout)).ToList();
        Assert.Equal(1, _signals.WatchedStreams);

        readers.ForEach(r => r.Dispose());
        _signals.Announce(LogLab.Attempt, LogStream.Stdout, new LogPosition(10, 1, false));

        Assert.Equal(0, _signals.WatchedStreams);
    }
}
