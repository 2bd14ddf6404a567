using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class KeyCounterRowConfiguration : IEntityTypeConfiguration<KeyCounterRow>
{
    public void Configure(EntityTypeBuilder<KeyCounterRow> builder)
    {
        builder.ToTable("key_counters");
        builder.HasKey(c => c.Prefix);
    }
}
