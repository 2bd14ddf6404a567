using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class CheckpointConfiguration : IEntityTypeConfiguration<Checkpoint>
{
    public void Configure(EntityTypeBuilder<Checkpoint> builder)
    {
        builder.ToTable("checkpoints");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Outputs).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.Property(c => c.Commits).HasConversion<TextDictionaryConverter, TextDictionaryComparer>().HasDefaultValueSql("'{}'");
        builder.HasOne<Run>().WithMany().HasForeignKey(c => c.RunId);
        builder.HasOne<StepRun>().WithMany().HasForeignKey(c => c.StepRunId);
        builder.HasOne<Attempt>().WithMany().HasForeignKey(c => c.AttemptId);
        builder.HasIndex(c => new { c.RunId, c.CreatedAt, c.Id });
    }
}
