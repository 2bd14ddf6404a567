using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Signalbox.Engine.Trust;

namespace Signalbox.Persistence.Configurations;

internal sealed class TrustModelVersionConfiguration : IEntityTypeConfiguration<TrustModelVersion>
{
    public void Configure(EntityTypeBuilder<TrustModelVersion> builder)
    {
        builder.ToTable("trust_models");
        builder.HasKey(v => v.Id);

        // The scope is a plain column: a version outlives its repository, and says later why a run was let through.
        builder.HasIndex(v => new { v.Scope, v.Number }).IsUnique();
        builder.HasIndex(v => new { v.CreatedAt, v.Id });
    }
}
