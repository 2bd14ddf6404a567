using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>Numbers that PostgreSQL gives out by itself go on behind the ones that were imported. SQLite looks at its rows.</summary>
internal static class Sequences
{
    private const string List =
        "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name::text), column_name::text) IS NOT NULL "
        + "AND (is_identity = 'YES' OR column_default LIKE 'nextval(%') AND table_name NOT LIKE 'signalbox_quartz_%'";

    public static async Task SetAsync(WriteScope scope, CancellationToken cancellationToken)
    {
        var found = await scope.QueryAsync(List, [], r => (Table: r.GetString(0), Column: r.GetString(1)), cancellationToken);
        foreach (var (table, column) in found)
        {
            await scope.ScalarAsync(
                $"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), (SELECT COALESCE(max(\"{column}\"), 1) FROM \"{table}\"), (SELECT count(*) > 0 FROM \"{table}\"))", [], cancellationToken);
        }
    }
}
