using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class StepRunConfiguration : IEntityTypeConfiguration<StepRun>
{
    public void Configure(EntityTypeBuilder<StepRun> builder)
    {
        builder.ToTable("step_runs");
        builder.HasKey(s => s.Id);
        builder.Ignore(s => s.HasEnded);
        builder.Property(s => s.Outputs).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.Property(s => s.Item).HasConversion<PlainItemConverter, PlainItemComparer>();
        builder.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId);
        builder.HasOne<StepRun>().WithMany().HasForeignKey(s => s.ParentId);

        // ChildRunId is a plain column: the child's row refers to this run, and is written after this one.

        // A step has one row for each visit; an item of a for_each one for each visit within the step run that it belongs to. NULLs are
        // never equal to each other, so that one index over both would let anything pass.
        builder.HasIndex(s => new { s.RunId, s.StepId, s.Visit }).IsUnique().HasFilter("parent_id IS NULL");
        builder.HasIndex(s => new { s.ParentId, s.ItemIndex, s.Visit }).IsUnique().HasFilter("parent_id IS NOT NULL");
        builder.HasIndex(s => s.RunId);

        // Runs of an agent.
        builder.HasIndex(s => new { s.Agent, s.RunId });
    }
}
