using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Configurations;

internal sealed class AgentSessionConfiguration : IEntityTypeConfiguration<AgentSession>
{
    public void Configure(EntityTypeBuilder<AgentSession> builder)
    {
        builder.ToTable("agent_sessions");
        builder.HasKey(s => s.Id);
        builder.Ignore(s => s.HasEnded);
        builder.Property(s => s.Iterations).HasConversion<PlainValuesConverter, PlainValuesComparer>();
        builder.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId);
        builder.HasOne<Repository>().WithMany().HasForeignKey(s => s.RepositoryId);
        builder.HasIndex(s => new { s.RunId, s.CreatedAt });
        builder.HasIndex(s => new { s.Agent, s.CreatedAt });
    }
}
