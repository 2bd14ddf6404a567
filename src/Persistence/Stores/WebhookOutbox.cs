using Signalbox.Engine.Events;
using Signalbox.Engine.Webhooks;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>Writes down what is to be told outside in the transaction in which it happens: both are there, or neither.</summary>
internal sealed class WebhookOutbox(RowTables tables)
{
    public async Task WriteAsync(WriteScope scope, IReadOnlyList<RunEvent> events, CancellationToken cancellationToken)
    {
        List<WebhookDelivery> told = [.. events.Select(WebhookKinds.DeliveryOf).OfType<WebhookDelivery>()];
        if (told.Count > 0)
        {
            // What is there already was told already.
            await tables.WebhookDeliveries.TryInsertAsync(scope, told, cancellationToken);
        }
    }
}
