using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Metrics;

namespace Signalbox.Persistence.Configurations;

internal sealed class ImportedPointConfiguration : IEntityTypeConfiguration<ImportedPoint>
{
    public void Configure(EntityTypeBuilder<ImportedPoint> builder)
    {
        builder.ToTable("imported_points");
        builder.HasKey(p => new { p.Metric, p.Date });
    }
}
