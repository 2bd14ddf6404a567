using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Stores;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class StepClaimConfiguration : IEntityTypeConfiguration<StepClaim>
{
    public void Configure(EntityTypeBuilder<StepClaim> builder)
    {
        builder.ToTable("step_claims");
        builder.HasKey(c => c.AttemptId);
        builder.Property(c => c.Result).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.HasOne<Attempt>().WithMany().HasForeignKey(c => c.AttemptId);
        builder.HasOne<Run>().WithMany().HasForeignKey(c => c.RunId);
        builder.HasOne<StepRun>().WithMany().HasForeignKey(c => c.StepRunId);

        // The claim: who is next. It holds only what waits, however much was done before.
        builder.HasIndex(c => new { c.Priority, c.OfferedAt, c.AttemptId }, "IX_step_claims_open").IsDescending(true, false, false).HasFilter(ClaimSql.IsOpen);

        // What a worker holds.
        builder.HasIndex(c => c.AgentId, "IX_step_claims_held").HasFilter(ClaimSql.IsHeld);
        builder.HasIndex(c => new { c.StepRunId, c.Epoch });
        builder.HasIndex(c => c.RunId);
    }
}
