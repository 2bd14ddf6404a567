using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Persistence.Configurations;

internal sealed class MetricFactConfiguration : IEntityTypeConfiguration<MetricFact>
{
    public void Configure(EntityTypeBuilder<MetricFact> builder)
    {
        builder.ToTable("metric_facts");
        builder.HasKey(f => f.Id);

        // Lists and periods. The run, its workflow and its repository are plain columns: a fact outlives them.
        builder.HasIndex(f => new { f.At, f.Id });
        builder.HasIndex(f => new { f.Kind, f.At, f.Id });
        builder.HasIndex(f => new { f.RunId, f.At }).HasFilter("run_id IS NOT NULL");

        // What came later and says something about a period before.
        builder.HasIndex(f => new { f.Since, f.At }).HasFilter("since IS NOT NULL");
    }
}
