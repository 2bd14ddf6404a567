using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Persistence.Configurations;

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasKey(d => d.Id);

        // The run is a plain column: what was told outlives the run, and retention need not look here.
        // Who is next: it holds only what waits, however much was told before.
        builder.HasIndex(d => new { d.NextAt, d.Id }, "IX_webhook_deliveries_due").HasFilter("next_at IS NOT NULL");
        builder.HasIndex(d => new { d.CreatedAt, d.Id });
    }
}
