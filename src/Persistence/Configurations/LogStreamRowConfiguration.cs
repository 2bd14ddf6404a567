using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class LogStreamRowConfiguration : IEntityTypeConfiguration<LogStreamRow>
{
    public void Configure(EntityTypeBuilder<LogStreamRow> builder)
    {
        builder.ToTable("log_streams");
        builder.HasKey(s => new { s.AttemptId, s.Stream });
        builder.HasOne<Attempt>().WithMany().HasForeignKey(s => s.AttemptId);
    }
}
