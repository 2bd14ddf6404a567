using Signalbox.Engine.Runs.Execution;


namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Recovers runs and mends their documents at start and every 15 s, passes cancel requests on within 250 ms, and at shutdown lets the executors go: their agents work
/// on, the next server takes over.
/// </summary>
internal sealed class RunJobsService(RunRecovery recovery, DocumentRepair documents, ActiveRuns active, TimeProvider time, ILogger<RunJobsService> log) : BackgroundService
{
    private static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LetGo = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when executors are to let go of their runs.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(LetGo, time);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), time);
        try
        {
            while (active.Count > 0)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            log.ExecutorsSlow(active.Count);
        }
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CancelInterval, time);
        long? swept = null;
        long? failed = null;
        try
        {
            do
            {
                try
                {
                    await recovery.PassOnAsync(stoppingToken);
                    if (swept is null || time.GetElapsedTime(swept.Value) >= SweepInterval)
                    {
                        await recovery.SweepAsync(stoppingToken);
                        swept = time.GetTimestamp();
                        await documents.SweepAsync(stoppingToken);
                    }
                }
#pragma warning disable CA1031 // a database that is busy for a moment must not end recovery for good
                catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    // It looks again at once, and says so only now and then: on a full disk each word takes the room that is to be won back.
                    if (failed is null || time.GetElapsedTime(failed.Value) >= SweepInterval)
                    {
                        log.SweepFailed(exception);
                        failed = time.GetTimestamp();
                    }
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
