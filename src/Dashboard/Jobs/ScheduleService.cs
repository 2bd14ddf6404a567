using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Makes the schedules as the workflows say, at start and whenever workflows change.</summary>
internal sealed class ScheduleService(ScheduleStore schedules, RunEventBus bus, ILogger<ScheduleService> log) : BackgroundService
{
    // Subscribed here: a change between the first look and the loop is not missed.
    private readonly NoticeSubscription _changes = bus.Subscribe(n => n is Notice.WorkflowsChanged or Notice.Missed);

    public override void Dispose()
    {
        _changes.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await TrySyncAsync(stoppingToken);
            await foreach (var _ in _changes.ReadAllAsync(stoppingToken))
            {
                await TrySyncAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TrySyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            await schedules.SyncAsync(cancellationToken);
        }
#pragma warning disable CA1031 // a database that is busy for a moment must not end the schedules, and with them the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.SchedulesNotRead(exception);
        }
    }
}
