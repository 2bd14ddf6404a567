using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Deletes runs that need not be kept and answers that the cache has no room for, a minute after the start and then every hour; a server that lives in a command deletes nothing.</summary>
internal sealed class RetentionService(
    RunRetention retention, IResponseCache cache, ResponseCacheLimits limits, JobsMode mode, TimeProvider time, ILogger<RetentionService> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
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
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await TryAsync(retention.SweepAsync, stoppingToken);
                await TryAsync(stop => cache.TrimAsync(limits, time.GetUtcNow(), stop), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task<int>> sweep, CancellationToken cancellationToken)
    {
        try
        {
            await sweep(cancellationToken);
        }
#pragma warning disable CA1031 // what could not be deleted now is looked at again in an hour
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.RetentionFailed(exception);
        }
    }
}
