using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Persistence.Configurations;

internal sealed class ConfigurationVersionConfiguration : IEntityTypeConfiguration<ConfigurationVersion>
{
    public void Configure(EntityTypeBuilder<ConfigurationVersion> builder)
    {
        builder.ToTable("configuration_versions");
        builder.HasKey(v => v.Id);

        // Of two that are applied at once one finds its number taken.
        builder.HasIndex(v => v.Number).IsUnique();
        builder.HasIndex(v => v.Version).IsUnique();
    }
}
