using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Metrics;

namespace Signalbox.Persistence.Configurations;

internal sealed class MetricSnapshotConfiguration : IEntityTypeConfiguration<MetricSnapshot>
{
    public void Configure(EntityTypeBuilder<MetricSnapshot> builder)
    {
        builder.ToTable("metric_snapshots");
        builder.Ignore(s => s.Point);
        builder.HasKey(s => new { s.Scope, s.Period, s.Zone, s.Date, s.Metric });

        // A fact that says something about earlier periods deletes theirs.
        builder.HasIndex(s => s.Until);
    }
}
