using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Coordination;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class RegisteredAgentConfiguration : IEntityTypeConfiguration<RegisteredAgent>
{
    public void Configure(EntityTypeBuilder<RegisteredAgent> builder)
    {
        builder.ToTable("agents");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Config).HasConversion<TextDictionaryConverter, TextDictionaryComparer>();

        // Asked every few seconds: workers that are not heard of any more.
        builder.HasIndex(a => new { a.Kind, a.Status, a.LastHeartbeat });
    }
}
