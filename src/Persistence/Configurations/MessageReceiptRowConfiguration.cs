using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Coordination;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class MessageReceiptRowConfiguration : IEntityTypeConfiguration<MessageReceiptRow>
{
    public void Configure(EntityTypeBuilder<MessageReceiptRow> builder)
    {
        builder.ToTable("message_receipts");
        builder.HasKey(r => new { r.MessageId, r.Recipient });
        builder.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId);
    }
}
