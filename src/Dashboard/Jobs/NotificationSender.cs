using Signalbox.Engine.Runs;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Sends what was written down for outside; what was not taken waits for its next try, longer each time.</summary>
internal sealed class NotificationSender(
    NotificationOptions options, ISecretCatalog secrets, IWebhookDeliveryStore deliveries, IRunQueries runs, TimeProvider time, ILogger<NotificationSender> log)
{
    // Longer than a try takes.
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    // A receiver that is away for a night is told in the morning.
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
    ];

    /// <summary>How long a failed try, counted from 1, is followed by nothing; null: by nothing any more.</summary>
    public static TimeSpan? DelayAfter(int attempt) => attempt <= Delays.Length ? Delays[attempt - 1] : null;

    /// <summary>Tries what has waited longest; false when nothing is due.</summary>
    public async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.Target is not { } target || await deliveries.TakeAsync(now, now + Hold, cancellationToken) is not { } delivery)
        {
            return false;
        }

        if (delivery.Body is null)
        {
            try
            {
                var told = await runs.EventsAsync(delivery.RunId, delivery.Sequence - 1, 1, cancellationToken) is [var happened, ..] ? happened : null;
                delivery.Body = await runs.GetAsync(delivery.RunId, cancellationToken) is { } state ? Notification.BodyOf(delivery, state, told) : null;
            }
            catch (Exception unreadable) when (unreadable is not OperationCanceledException)
            {
                // Like a try that was refused: it is said, waited for longer each time, and given up in the end.
                Note(delivery, new WebhookOutcome($"what is to be told cannot be made: {unreadable.Message}", Retryable: true));
                await deliveries.KeepAsync(delivery, cancellationToken);
                return true;
            }

            if (delivery.Body is null)
            {
                await deliveries.DropAsync(delivery.Id, cancellationToken);
                return true;
            }

            // Before it is sent: a later try, also by another server, says the same.
            delivery.NextAt = now + Hold;
            if (!await deliveries.KeepAsync(delivery, cancellationToken))
            {
                return true;
            }
        }

        using var sender = new WebhookSender(target, secrets, time);
        Note(delivery, await sender.SendAsync(delivery.Id, delivery.Body, cancellationToken));

        // What was sent is noted though the server stops: it would be sent twice otherwise.
        await deliveries.KeepAsync(delivery, CancellationToken.None);
        return true;
    }

    private void Note(WebhookDelivery delivery, WebhookOutcome outcome)
    {
        var now = time.GetUtcNow();
        delivery.Fault = outcome.Fault;
        if (outcome.Fault is not { } fault)
        {
            (delivery.DeliveredAt, delivery.NextAt) = (now, null);
        }
        else if (outcome.Retryable && DelayAfter(delivery.Attempts) is { } delay)
        {
            delivery.NextAt = now + delay;
            log.NotificationDelayed(delivery.Id, fault, delivery.Attempts + 1, now + delay);
        }
        else
        {
            delivery.NextAt = null;
            log.NotificationGivenUp(delivery.Id, fault);
        }
    }
}
