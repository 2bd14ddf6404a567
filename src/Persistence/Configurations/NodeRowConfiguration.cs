using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Configurations;

internal sealed class NodeRowConfiguration : IEntityTypeConfiguration<NodeRow>
{
    public void Configure(EntityTypeBuilder<NodeRow> builder)
    {
        builder.ToTable("nodes");
        builder.HasKey(n => n.Id);

        // Asked by every claim of a run that a node holds: whether the process lives.
        builder.HasIndex(n => n.Instance).IsUnique();
    }
}
