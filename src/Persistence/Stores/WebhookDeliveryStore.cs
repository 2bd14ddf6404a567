using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Webhooks;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

internal sealed class WebhookDeliveryStore(Database database) : IWebhookDeliveryStore
{
    private const string Due = "SELECT id FROM webhook_deliveries WHERE next_at <= @now ORDER BY next_at, id LIMIT 1";

    private const string Keep =
        "UPDATE webhook_deliveries SET body = @body, next_at = @next, delivered_at = @delivered, fault = @fault WHERE id = @id AND attempts = @attempts";

    public async Task<WebhookDelivery?> TakeAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Mostly nothing is due: looking takes no lock and writes nothing.
        await using (var context = database.CreateDbContext())
        {
            if (!await context.WebhookDeliveries.AnyAsync(d => d.NextAt <= now, cancellationToken))
            {
                return null;
            }
        }

        return await database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var next = Due + (scope.LockRows.Length == 0 ? "" : scope.LockRows + " SKIP LOCKED");
                var taken = await scope.QueryAsync(
                    $"UPDATE webhook_deliveries SET next_at = @until, attempts = attempts + 1 WHERE id = ({next}) RETURNING id",
                    [("@until", until.UtcTicks), ("@now", now.UtcTicks)],
                    r => r.GetString(0),
                    cancellationToken);
                return taken is [var id]
                    ? await (await scope.ContextAsync(cancellationToken)).WebhookDeliveries.AsNoTracking().SingleAsync(d => d.Id == id, cancellationToken)
                    : null;
            },
            cancellationToken);
    }

    public Task<bool> KeepAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return database.WriteAsync(
            Durability.Full,
            async scope => await scope.ExecuteAsync(
                Keep,
                [
                    ("@body", RunWriter.Text(delivery.Body)), ("@next", delivery.NextAt?.UtcTicks), ("@delivered", delivery.DeliveredAt?.UtcTicks),
                    ("@fault", RunWriter.Text(delivery.Fault)), ("@id", delivery.Id), ("@attempts", delivery.Attempts),
                ],
                cancellationToken) == 1,
            cancellationToken);
    }

    public Task DropAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, scope => scope.ExecuteAsync("DELETE FROM webhook_deliveries WHERE id = @id", [("@id", id)], cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var all = context.WebhookDeliveries.AsNoTracking();
        if (before is not null)
        {
            if (await all.SingleOrDefaultAsync(d => d.Id == before, cancellationToken) is not { } last)
            {
                return [];
            }

            all = all.Where(d => d.CreatedAt <= last.CreatedAt && (d.CreatedAt < last.CreatedAt || string.Compare(d.Id, last.Id) < 0));
        }

        return await all.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        scope => scope.ExecuteAsync("DELETE FROM webhook_deliveries WHERE next_at IS NULL AND created_at < @before", [("@before", before.UtcTicks)], cancellationToken),
        cancellationToken);
}
