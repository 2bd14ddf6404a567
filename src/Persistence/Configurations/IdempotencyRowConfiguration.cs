using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class IdempotencyRowConfiguration : IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("idempotency");
        builder.HasKey(r => new { r.Caller, r.Key });

        // The oldest go first.
        builder.HasIndex(r => r.CreatedAt);
    }
}
