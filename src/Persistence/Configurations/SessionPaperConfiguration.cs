using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class SessionPaperConfiguration : IEntityTypeConfiguration<SessionPaper>
{
    public void Configure(EntityTypeBuilder<SessionPaper> builder)
    {
        builder.ToTable("session_papers");
        builder.HasKey(p => p.SessionId);
        builder.Property(p => p.Questions).HasConversion<TextDictionaryConverter, TextDictionaryComparer>();

        // Session and run are plain columns: the newest of a feature and role outlives them, for the next session goes on with it.
        builder.HasOne<Repository>().WithMany().HasForeignKey(p => p.RepositoryId);

        // Two sessions of one feature and day have two history files.
        builder.HasIndex(p => new { p.RepositoryId, p.Feature, p.Day, p.Number }).IsUnique();
        builder.HasIndex(p => new { p.RepositoryId, p.Feature, p.Role, p.UpdatedAt });
        builder.HasIndex(p => p.RunId);
    }
}
