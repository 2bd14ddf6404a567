using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Configurations;

internal sealed class AttemptConfiguration : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> builder)
    {
        builder.ToTable("attempts");
        builder.HasKey(a => a.Id);
        builder.HasOne<Run>().WithMany().HasForeignKey(a => a.RunId);
        builder.HasOne<StepRun>().WithMany().HasForeignKey(a => a.StepRunId);
        builder.ComplexProperty(a => a.Process);
        builder.ComplexProperty(a => a.Error);
        builder.ComplexProperty(a => a.Usage);
        builder.HasIndex(a => new { a.StepRunId, a.Number }).IsUnique();
        builder.HasIndex(a => a.RunId);

        // Runs of an agent.
        builder.HasIndex(a => new { a.Agent, a.RunId });
    }
}
