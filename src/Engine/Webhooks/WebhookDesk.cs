namespace Signalbox.Engine.Webhooks;

/// <summary>What was told outside, for whoever looks.</summary>
public sealed class WebhookDesk(IWebhookDeliveryStore store)
{
    /// <summary>What was to be told, newest first.</summary>
    /// <param name="before">Only what is older than this one; none when there is no such one. Null: from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? before, int limit, CancellationToken cancellationToken) => store.ListAsync(before, limit, cancellationToken);
}
