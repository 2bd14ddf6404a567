using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class ClaimNeedRowConfiguration : IEntityTypeConfiguration<ClaimNeedRow>
{
    public void Configure(EntityTypeBuilder<ClaimNeedRow> builder)
    {
        builder.ToTable("step_claim_needs");
        builder.HasKey(n => new { n.AttemptId, n.Capability });
        builder.HasOne<StepClaim>().WithMany().HasForeignKey(n => n.AttemptId);
    }
}
