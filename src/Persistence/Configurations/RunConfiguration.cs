using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Stores;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.ToTable("runs");
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.HasEnded);
        builder.Ignore(r => r.IsQueued);
        builder.Property(r => r.Inputs).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.Property(r => r.Environment).HasConversion<TextDictionaryConverter, TextDictionaryComparer>();
        builder.Property(r => r.Repositories).HasDefaultValueSql("'[]'");
        builder.HasOne<WorkflowVersion>().WithMany().HasForeignKey(r => r.WorkflowVersionId);
        builder.HasOne<Repository>().WithMany().HasForeignKey(r => r.RepositoryId);
        builder.HasOne<Run>().WithMany().HasForeignKey(r => r.ParentRunId);

        // ParentStepRunId and ForkedFrom are plain columns: step_runs and checkpoints refer to runs, and tables that refer to each other can be
        // neither filled nor emptied in one order. The parent run is enforced; its step run cannot be gone before it.
        builder.HasIndex(r => r.ForkedFrom).HasFilter("forked_from IS NOT NULL");
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

        // The claim: who is next, and what takes a place. They hold only what is queued or under way, however many runs there are.
        builder.HasIndex(r => new { r.Priority, r.CreatedAt, r.Id }, "IX_runs_queue").IsDescending(true, false, false).HasFilter(RunQueueSql.IsQueued);
        builder.HasIndex(r => r.RepositoryId, "IX_runs_places").HasFilter(RunQueueSql.TakesPlace);
        builder.HasIndex(r => new { r.ConcurrencyGroup, r.Status }).HasFilter("concurrency_group IS NOT NULL");

        // The sweep: runs that nobody works on and that time or a wake moves on.
        builder.HasIndex(r => r.WakeAt, "IX_runs_resting").HasFilter(RunQueueSql.Rests);

        // Retention: what ended first.
        builder.HasIndex(r => r.EndedAt).HasFilter("ended_at IS NOT NULL");
    }
}
