using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Persistence.Configurations;

internal sealed class PortLeaseConfiguration : IEntityTypeConfiguration<PortLease>
{
    public void Configure(EntityTypeBuilder<PortLease> builder)
    {
        builder.ToTable("port_leases");
        builder.HasKey(l => l.Port);
        builder.Property(l => l.Port).ValueGeneratedNever();
        builder.HasOne<Run>().WithMany().HasForeignKey(l => l.RunId);
        builder.HasOne<Repository>().WithMany().HasForeignKey(l => l.RepositoryId);
        builder.HasIndex(l => new { l.RunId, l.RepositoryId, l.Name }).IsUnique();
        builder.HasIndex(l => l.RepositoryId);
    }
}
