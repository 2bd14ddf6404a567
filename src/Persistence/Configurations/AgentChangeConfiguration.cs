using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Coordination;

namespace Signalbox.Persistence.Configurations;

internal sealed class AgentChangeConfiguration : IEntityTypeConfiguration<AgentChange>
{
    public void Configure(EntityTypeBuilder<AgentChange> builder)
    {
        builder.ToTable("agent_changes");
        builder.HasKey(c => new { c.AgentId, c.Sequence });
        builder.HasOne<RegisteredAgent>().WithMany().HasForeignKey(c => c.AgentId);
    }
}
