using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.ToTable("runs");
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.HasEnded);
        builder.Ignore(r => r.Environment);
        builder.Ignore(r => r.Priority);
        builder.Ignore(r => r.ConcurrencyGroup);
        builder.Ignore(r => r.ParentRunId);
        builder.Ignore(r => r.ParentStepRunId);
        builder.Ignore(r => r.ForkedFrom);
        builder.Ignore(r => r.BaseCommit);
        builder.Ignore(r => r.AgentOverride);
        builder.Ignore(r => r.Pinned);
        builder.Ignore(r => r.WakeAt);
        builder.Ignore(r => r.SeenWake);
        builder.Ignore(r => r.PauseRequestedAt);
        builder.Ignore(r => r.PauseRequestedBy);
        builder.Ignore(r => r.StepsAllowed);
        builder.Property(r => r.Inputs).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.HasOne<WorkflowVersion>().WithMany().HasForeignKey(r => r.WorkflowVersionId);
        builder.HasOne<Repository>().WithMany().HasForeignKey(r => r.RepositoryId);
        builder.HasIndex(r => r.Key).IsUnique();

        // Lists: newest first, alone or under one filter; the id breaks ties of equal times.
        builder.HasIndex(r => new { r.CreatedAt, r.Id });
        builder.HasIndex(r => new { r.Status, r.CreatedAt, r.Id });
        builder.HasIndex(r => new { r.Workflow, r.CreatedAt, r.Id });
        builder.HasIndex(r => new { r.Workflow, r.Status, r.CreatedAt, r.Id });
        builder.HasIndex(r => new { r.Repository, r.CreatedAt, r.Id });

        // Newest ended run of a version; also serves the foreign key.
        builder.HasIndex(r => new { r.WorkflowVersionId, r.CreatedAt, r.Id });
        builder.HasIndex(r => r.RepositoryId);

        // Asked several times a second: the cancel requests of a node.
        builder.HasIndex(r => r.Node).HasFilter("node IS NOT NULL");
    }
}
