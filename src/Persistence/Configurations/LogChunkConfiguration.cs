using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Logs;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class LogChunkConfiguration : IEntityTypeConfiguration<LogChunk>
{
    public void Configure(EntityTypeBuilder<LogChunk> builder)
    {
        builder.ToTable("log_chunks");
        builder.HasKey(c => new { c.AttemptId, c.Stream, c.Offset });
        builder.Property(c => c.Offset).HasColumnName("start_offset").ValueGeneratedNever();
        builder.HasOne<LogStreamRow>().WithMany().HasForeignKey(c => new { c.AttemptId, c.Stream });

        // Jump to a line: a long line is spread over several chunks with the same first line.
        builder.HasIndex(c => new { c.AttemptId, c.Stream, c.FirstLine, c.Offset });
    }
}
