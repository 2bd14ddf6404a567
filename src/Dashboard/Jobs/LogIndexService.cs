using Signalbox.Engine.Logs.Search;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Brings the index across runs up to date every few seconds, behind everything else; a server that lives in a command does it when asked.</summary>
internal sealed class LogIndexService(LogIndexer indexer, JobsMode mode, TimeProvider time, ILogger<LogIndexService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mode.Embedded)
        {
            return;
        }

        try
        {
            for (var wait = Interval; ;)
            {
                await Task.Delay(wait, time, stoppingToken);
                wait = await TryAsync(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is committed to the index stays.
        }
    }

    /// <summary>How long to wait before the next time.</summary>
    private async Task<TimeSpan> TryAsync(TimeSpan waited, CancellationToken cancellationToken)
    {
        try
        {
            await indexer.CatchUpAsync(cancellationToken);
            return Interval;
        }
#pragma warning disable CA1031 // a full disk or a locked file passes; nobody but the search waits for the index
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var next = waited * 2 < Longest ? waited * 2 : Longest;
            log.IndexFailed(exception, next.TotalSeconds);
            return next;
        }
    }
}
