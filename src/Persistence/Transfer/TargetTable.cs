namespace Signalbox.Persistence.Transfer;

/// <summary>A table as the database has it that rows go into.</summary>
internal sealed class TargetTable
{
    private readonly Dictionary<string, bool> _columns = new(StringComparer.Ordinal);

    /// <summary>Columns that every row must have a value for.</summary>
    public IEnumerable<string> Needed => _columns.Where(c => c.Value).Select(c => c.Key);

    /// <summary>Whether it has such a column.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The tables of a database.</summary>
    public static async Task<IReadOnlyDictionary<string, TargetTable>> ListAsync(Providers.Database database, CancellationToken cancellationToken)
    {
        var rows = await database.ReadSqlAsync(
            scope => scope.QueryAsync(
                database.ListColumns,
                [],
                r => (Table: r.GetString(0), Column: r.GetString(1), IsNeeded: r.GetBoolean(2) && !r.GetBoolean(3)),
                cancellationToken),
            cancellationToken);
        var tables = new Dictionary<string, TargetTable>(StringComparer.Ordinal);
        foreach (var (table, column, isNeeded) in rows)
        {
            if (!tables.TryGetValue(table, out var known))
            {
                tables[table] = known = new TargetTable();
            }

            known._columns[column] = isNeeded;
        }

        return tables;
    }
}
