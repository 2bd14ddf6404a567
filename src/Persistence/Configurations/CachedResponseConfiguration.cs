using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class CachedResponseConfiguration : IEntityTypeConfiguration<CachedResponse>
{
    public void Configure(EntityTypeBuilder<CachedResponse> builder)
    {
        builder.ToTable("response_cache");
        builder.HasKey(r => r.Key);

        // The sweep: oldest first.
        builder.HasIndex(r => r.CreatedAt);
        builder.Property(r => r.Structured).HasConversion<PlainValuesConverter, PlainValuesComparer>();
    }
}
