using Signalbox.Engine.Metrics;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Computes the metrics of what is over, so that a page finds them: a little after the start all anew, because a newer server may compute otherwise, and then every hour
/// by day, week and month, in the server's time zone. A server that lives in a command computes nothing ahead.
/// </summary>
internal sealed class MetricsService(MetricsDesk desk, SnapshotKeeper keeper, IMetricStore store, JobsMode mode, TimeProvider time, ILogger<MetricsService> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mode.Embedded)
        {
            return;
        }

        try
        {
            await Task.Delay(First, time, stoppingToken);
            await TryAsync(stop => keeper.RebuildAsync(new MetricCalendar(PeriodKind.Week, time.LocalTimeZone), stop), stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await TryAsync(AheadAsync, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task AheadAsync(CancellationToken cancellationToken)
    {
        // Twice as far back as the last look: two servers may have written in the same moment.
        await store.ForgetTouchedAsync(time.GetUtcNow() - (2 * Interval), cancellationToken);
        foreach (var period in Enum.GetValues<PeriodKind>())
        {
            await desk.ReportAsync(new MetricQuery { Period = period, Zone = time.LocalTimeZone }, cancellationToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
#pragma warning disable CA1031 // nothing is lost: what was not computed ahead is computed when somebody asks
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.MetricsFailed(exception);
        }
    }
}
