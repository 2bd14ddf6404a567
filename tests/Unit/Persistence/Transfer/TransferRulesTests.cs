using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Transfer;

public sealed partial class TransferRulesTests
{
    // Looked at: what they hold is no secret and no path of a data directory, or is no path that rows are found by.
    private static readonly HashSet<string> Decided = new(StringComparer.Ordinal)
    {
        "attempts.prompt_hash", "attempts.secret_names", "learnings.text_hash", "attempts.usage_input_tokens", "attempts.usage_output_tokens",
        "attempts.usage_cache_read_tokens", "attempts.usage_cache_creation_tokens", "response_cache.usage_input_tokens", "response_cache.usage_output_tokens",
        "response_cache.usage_cache_read_tokens", "response_cache.usage_cache_creation_tokens", "agents.program",
    };

    [Fact]
    public void Rules_NameTablesAndColumnsThatAreThere()
    {
        var columns = Model().SelectMany(t => t.Columns.Select(c => (t.Name, c.Name))).ToHashSet();
        Assert.All(TransferRules.Paths.Concat(TransferRules.Homes).Concat(TransferRules.Holders), c => Assert.Contains(c, columns));
        using var context = Context();
        var tables = context.Model.GetEntityTypes().Select(e => e.GetTableName()!).ToHashSet(StringComparer.Ordinal);
        Assert.All(TransferRules.NotExported.Keys.Concat(TransferRules.FilledAtFirstStart), t => Assert.Contains(t, tables));
        Assert.All(TransferRules.Rebuilt, t => Assert.Contains(t, TransferRules.NotExported.Keys));
    }

    // Whoever adds such a column says here, or in the rules, what becomes of it.
    [Fact]
    public void Columns_ThatSoundLikeSecretsOrPaths_AreDecidedOn()
    {
        var open = Model()
            .SelectMany(t => t.Columns.Select(c => (Table: t.Name, Column: c.Name)))
            .Where(c => Suspicious().IsMatch(c.Table) || Suspicious().IsMatch(c.Column))
            .Where(c => !TransferRules.Paths.Contains(c) && !Decided.Contains($"{c.Table}.{c.Column}"))
            .Select(c => $"{c.Table}.{c.Column}");
        Assert.Empty(open);
    }

    private static IReadOnlyList<DataTable> Model()
    {
        using var context = Context();
        return DataTable.Of(context.Model);
    }

    private static SqliteSignalboxDbContext Context() => (SqliteSignalboxDbContext)new SqliteDatabase("/nowhere").CreateDbContext();

    [GeneratedRegex("(^|_)(hash|tokens?|secrets?|password|credentials?|directory|folder|program)($|_)|(^|_)path$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Suspicious();
}
