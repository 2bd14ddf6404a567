using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Persistence.Configurations;

internal sealed class LearningConfiguration : IEntityTypeConfiguration<Learning>
{
    public void Configure(EntityTypeBuilder<Learning> builder)
    {
        builder.ToTable("learnings");
        builder.HasKey(l => l.Id);
        builder.HasOne<Repository>().WithMany().HasForeignKey(l => l.RepositoryId);

        // The same is proposed once. The run is a plain column: a learning outlives it.
        builder.HasIndex(l => new { l.RepositoryId, l.Kind, l.TextHash }).IsUnique();
        builder.HasIndex(l => new { l.Status, l.CreatedAt });
    }
}
