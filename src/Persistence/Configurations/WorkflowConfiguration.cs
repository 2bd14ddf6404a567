using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Persistence.Configurations;

internal sealed class WorkflowConfiguration : IEntityTypeConfiguration<Workflow>
{
    public void Configure(EntityTypeBuilder<Workflow> builder)
    {
        builder.ToTable("workflows");
        builder.HasKey(w => w.Id);
        builder.HasOne<Repository>().WithMany().HasForeignKey(w => w.RepositoryId);
        builder.HasIndex(w => new { w.RepositoryId, w.Slug }).IsUnique();
        builder.HasIndex(w => new { w.RepositoryId, w.SourcePath });
        builder.HasIndex(w => w.Slug);
    }
}
