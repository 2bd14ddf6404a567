using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Looks each second for what is to be told outside, if an address is to be told; forgets after a month what it was told.</summary>
internal sealed class NotificationService(
    NotificationOptions options, NotificationSender sender, IWebhookDeliveryStore deliveries, TimeProvider time, ILogger<NotificationService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tidy = TimeSpan.FromHours(6);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Target is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        long? tidied = null;
        try
        {
            do
            {
                try
                {
                    while (await sender.SendNextAsync(stoppingToken))
                    {
                        // the next one
                    }

                    if (tidied is null || time.GetElapsedTime(tidied.Value) >= Tidy)
                    {
                        await deliveries.ForgetAsync(time.GetUtcNow() - Kept, stoppingToken);
                        tidied = time.GetTimestamp();
                    }
                }
#pragma warning disable CA1031 // what cannot be told must not end the telling, and with it the server
                catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    log.NotificationFailed(exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what waits is sent by the next one.
        }
    }
}
