using Signalbox.Engine.Webhooks;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>What is to be told outside, in memory.</summary>
internal sealed class FakeDeliveries : IWebhookDeliveryStore
{
    public List<WebhookDelivery> Rows { get; } = [];

    public Task<WebhookDelivery?> TakeAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var due = Rows.Find(r => r.NextAt <= now);
        if (due is not null)
        {
            (due.NextAt, due.Attempts) = (until, due.Attempts + 1);
        }

        return Task.FromResult(due);
    }

    public Task<bool> KeepAsync(WebhookDelivery delivery, CancellationToken cancellationToken) => Task.FromResult(Rows.Contains(delivery));

    public Task DropAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Rows.RemoveAll(r => string.Equals(r.Id, id, StringComparison.Ordinal)));

    public Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        var sorted = Rows.OrderByDescending(r => r.CreatedAt).ToList();
        return Task.FromResult<IReadOnlyList<WebhookDelivery>>([.. sorted.Skip(before is null ? 0 : sorted.FindIndex(r => string.Equals(r.Id, before, StringComparison.Ordinal)) + 1).Take(limit)]);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}
