using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Persistence.Configurations;

internal sealed class WorkspaceConfiguration : IEntityTypeConfiguration<Workspace>
{
    public void Configure(EntityTypeBuilder<Workspace> builder)
    {
        builder.ToTable("workspaces");
        builder.HasKey(w => w.Id);
        builder.Property(w => w.Ports).HasDefaultValueSql("'[]'");
        builder.HasOne<Run>().WithMany().HasForeignKey(w => w.RunId);
        builder.HasOne<Repository>().WithMany().HasForeignKey(w => w.RepositoryId);
        builder.HasIndex(w => w.RunId);
        builder.HasIndex(w => w.RepositoryId);
        builder.HasIndex(w => new { w.CreatedAt, w.Id });
    }
}
