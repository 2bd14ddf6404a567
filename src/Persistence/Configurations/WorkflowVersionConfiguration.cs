using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Workflows;

namespace Signalbox.Persistence.Configurations;

internal sealed class WorkflowVersionConfiguration : IEntityTypeConfiguration<WorkflowVersion>
{
    public void Configure(EntityTypeBuilder<WorkflowVersion> builder)
    {
        builder.ToTable("workflow_versions");
        builder.HasKey(v => v.Id);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(v => v.WorkflowId);
        builder.HasIndex(v => new { v.WorkflowId, v.Number }).IsUnique();
    }
}
