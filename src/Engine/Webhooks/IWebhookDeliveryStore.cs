namespace Signalbox.Engine.Webhooks;

/// <summary>Keeps what is to be told outside, and what came of it.</summary>
public interface IWebhookDeliveryStore
{
    /// <summary>
    /// Takes what has waited longest, counts the try, and keeps others from it until then: one whose server dies is taken by the next.
    /// Null when nothing is due.
    /// </summary>
    Task<WebhookDelivery?> TakeAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Writes what came of a try; false when another server has taken it since.</summary>
    Task<bool> KeepAsync(WebhookDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Forgets one that nobody is to be told after all.</summary>
    Task DropAsync(string id, CancellationToken cancellationToken);

    /// <summary>What was to be told, newest first.</summary>
    /// <param name="before">Only what is older than this one; none when there is no such one. Null: from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets those that are done and older; how many.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
