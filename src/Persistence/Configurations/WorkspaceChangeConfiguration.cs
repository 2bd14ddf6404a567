using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Persistence.Configurations;

internal sealed class WorkspaceChangeConfiguration : IEntityTypeConfiguration<WorkspaceChange>
{
    public void Configure(EntityTypeBuilder<WorkspaceChange> builder)
    {
        builder.ToTable("workspace_changes");
        builder.HasKey(c => new { c.WorkspaceId, c.Sequence });
        builder.HasOne<Workspace>().WithMany().HasForeignKey(c => c.WorkspaceId);
    }
}
