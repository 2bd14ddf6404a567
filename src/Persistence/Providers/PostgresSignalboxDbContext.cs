using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Providers;

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresSignalboxDbContext(DbContextOptions<PostgresSignalboxDbContext> options) : SignalboxDbContext(options)
{
    internal override IQueryable<Run> WhereMentions(IQueryable<Run> runs, string text)
    {
        var pattern = LikePattern.Containing(text);
        return runs.Where(r =>
            EF.Functions.ILike(r.Key, pattern, LikePattern.Escape)
            || EF.Functions.ILike(r.Workflow, pattern, LikePattern.Escape)
            || EF.Functions.ILike(r.OriginalPrompt!, pattern, LikePattern.Escape));
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => IsEntityId(Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType)))
        {
            // Ids sort and match by prefix byte for byte, as on SQLite, whatever the database's language.
            property.SetCollation("C");
        }
    }
}
