using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;

namespace Signalbox.Persistence.Providers;

/// <summary>The model on SQLite.</summary>
public sealed class SqliteSignalboxDbContext(DbContextOptions<SqliteSignalboxDbContext> options) : SignalboxDbContext(options)
{
    private const string FoldFunction = "signalbox_fold";

    internal override IQueryable<Run> WhereMentions(IQueryable<Run> runs, string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            var pattern = LikePattern.Containing(text);
            return runs.Where(r =>
                EF.Functions.Like(r.Key, pattern, LikePattern.Escape)
                || EF.Functions.Like(r.Workflow, pattern, LikePattern.Escape)
                || EF.Functions.Like(r.OriginalPrompt!, pattern, LikePattern.Escape));
        }

        // SQLite's LIKE knows the case of ASCII letters only. The function is slower, so it serves only the texts that need it.
        ((SqliteConnection)Database.GetDbConnection()).CreateFunction<string?, string?>(FoldFunction, static s => s?.ToLowerInvariant(), isDeterministic: true);
        var folded = text.ToLowerInvariant();
        return runs.Where(r => Fold(r.Key)!.Contains(folded) || Fold(r.Workflow)!.Contains(folded) || Fold(r.OriginalPrompt)!.Contains(folded));
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasDbFunction(() => Fold(null)).HasName(FoldFunction);
    }

    private static string? Fold(string? text) => throw new NotSupportedException($"{FoldFunction} runs in the database; it cannot fold '{text}' here");
}
