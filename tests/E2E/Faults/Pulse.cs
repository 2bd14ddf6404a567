using System.Diagnostics;
using System.Globalization;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Asks a server again and again while something goes on: that it answers, how long that takes at most, and how much memory it needs.</summary>
internal sealed class Pulse : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly SignalboxServer _server;
    private readonly Task _work;
    private readonly long _memoryBefore;

    public Pulse(SignalboxServer server, CancellationToken cancellationToken)
    {
        _server = server;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _memoryBefore = PeakMemory();
        _work = Task.Run(BeatAsync, CancellationToken.None);
    }

    public TimeSpan Slowest { get; private set; }

    public int Answers { get; private set; }

    /// <summary>MiB by which the server's peak has grown.</summary>
    public long GrowthMiB => (PeakMemory() - _memoryBefore) / 1024;

    /// <summary>Ends it; fails when an answer was no success or took longer than this.</summary>
    public async Task AssertAliveAsync(TimeSpan atMost)
    {
        await _stop.CancelAsync();
        await _work;
        Assert.True(Answers > 0, "not one answer");
        Assert.True(Slowest < atMost, $"an answer took {Slowest.TotalSeconds:F1} s");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        using var client = _server.CreateClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            do
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), _stop.Token);
                answer.EnsureSuccessStatusCode();
                Answers++;
                var took = Stopwatch.GetElapsedTime(began);
                Slowest = took > Slowest ? took : Slowest;
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was asked to end.
        }
    }

    /// <summary>KiB, as the kernel counts.</summary>
    private long PeakMemory() =>
        long.Parse(File.ReadLines($"/proc/{_server.ProcessId}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
}
