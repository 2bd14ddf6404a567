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
        builder.Ignore(s => s.ItemIndex);
        builder.Ignore(s => s.Item);
        builder.Ignore(s => s.ParentId);
        builder.Ignore(s => s.BlockedOn);
        builder.Ignore(s => s.ResumeAt);
        builder.Ignore(s => s.ChosenBranch);
        builder.Ignore(s => s.EarlierAttempts);
        builder.Ignore(s => s.Verified);
        builder.Ignore(s => s.ChildRunId);
        builder.Ignore(s => s.Comment);
        builder.Property(s => s.Outputs).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId);
        builder.HasIndex(s => new { s.RunId, s.StepId, s.Visit }).IsUnique();
    }
}
