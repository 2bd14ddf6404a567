using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("approvals");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Answers).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.HasOne<Run>().WithMany().HasForeignKey(a => a.RunId);
        builder.HasOne<StepRun>().WithMany().HasForeignKey(a => a.StepRunId);

        // Lists, newest first: of a run, of a status, all.
        builder.HasIndex(a => new { a.RunId, a.CreatedAt, a.Id });
        builder.HasIndex(a => new { a.Status, a.CreatedAt, a.Id });
        builder.HasIndex(a => new { a.CreatedAt, a.Id });
    }
}
