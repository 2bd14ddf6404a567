using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Features;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class FeatureConfiguration : IEntityTypeConfiguration<Feature>
{
    public void Configure(EntityTypeBuilder<Feature> builder)
    {
        builder.ToTable("features");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Tasks).HasConversion<JsonListConverter<FeatureTaskLink>, ListComparer<FeatureTaskLink>>();
        builder.Property(f => f.Ticks).HasConversion<JsonListConverter<FeatureTick>, ListComparer<FeatureTick>>();
        builder.HasOne<Repository>().WithMany().HasForeignKey(f => f.RepositoryId);
        builder.HasIndex(f => new { f.RepositoryId, f.Slug }).IsUnique();
        builder.HasIndex(f => f.Slug);
        builder.HasIndex(f => new { f.UpdatedAt, f.Id });

        // The run is a plain column: a feature outlives it.
        builder.HasIndex(f => f.RunId);
    }
}
