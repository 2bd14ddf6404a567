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
        builder.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId);
        builder.HasIndex(s => new { s.RunId, s.StepId, s.Visit }).IsUnique();
    }
}
