using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Coordination;

namespace Signalbox.Persistence.Configurations;

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(m => m.Id);

        // An inbox is the union of what is addressed to it: by id, by role, to everyone. The run is a plain column: a message outlives it.
        builder.HasIndex(m => new { m.ToKind, m.To, m.CreatedAt, m.Id });
        builder.HasIndex(m => new { m.Thread, m.CreatedAt, m.Id });
        builder.HasIndex(m => new { m.CreatedAt, m.Id });
    }
}
