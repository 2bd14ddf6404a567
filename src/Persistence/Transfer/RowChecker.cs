using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>Looks at every row of an export before the first is written, and names everything that is wrong.</summary>
/// <param name="source">The export's folder.</param>
/// <param name="model">The tables of this version; null where the export is of an older one.</param>
/// <param name="targets">The tables of the database that the rows go into.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class RowChecker(string source, IReadOnlyList<DataTable>? model, IReadOnlyDictionary<string, TargetTable> targets, TransferFaults faults)
{
    public async Task CheckAsync(IReadOnlyList<TransferTable> tables, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            if (!seen.Add(table.Name) || !IsData(table.Name) || !targets.TryGetValue(table.Name, out var target))
            {
                faults.Add(TransferLayout.Manifest, $"the table '{table.Name}' is not one of this version, or is there twice");
                continue;
            }

            if (AreColumnsRight(table, target))
            {
                await CheckAsync(table, target, cancellationToken);
                progress?.Report(new TransferProgress($"check {table.Name}", table.Rows, table.Rows, IsEnd: true));
            }
        }
    }

    /// <summary>The table of this version; null where the export is of an older one.</summary>
    public static DataTable? In(IReadOnlyList<DataTable>? model, string table) => model?.FirstOrDefault(t => string.Equals(t.Name, table, StringComparison.Ordinal));

    // A database has tables besides: its own, those of migrations and of the scheduler. Their rows are not for an export to say, which may come from anybody.
    private bool IsData(string table) =>
        !TransferRules.NotExported.ContainsKey(table)
        && (model is null ? !TransferRules.NeverData.Any(n => table.StartsWith(n, StringComparison.OrdinalIgnoreCase)) : In(model, table) is not null);

    private bool AreColumnsRight(TransferTable table, TargetTable target)
    {
        var wrong = table.Columns
            .Where(c => !target.Has(c.Name) || (In(model, table.Name) is { } known && known.Find(c.Name)?.Kind != c.Kind))
            .Select(c => $"{table.Name}.{c.Name} is not a column of this version")
            .Concat(target.Needed.Where(n => !table.Columns.Any(c => string.Equals(c.Name, n, StringComparison.Ordinal))).Select(n => $"{table.Name} lacks the column {n}"))
            .Concat(table.Columns.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{table.Name}.{g.Key} is there twice"))
            .ToList();
        wrong.ForEach(w => faults.Add(TransferLayout.Manifest, w));
        return wrong.Count == 0;
    }

    private async Task CheckAsync(TransferTable table, TargetTable target, CancellationToken cancellationToken)
    {
        var file = TransferLayout.Table(table.Name);
        var (rows, fault) = RowSource.Open(source, table, In(model, table.Name), target);
        if (rows is null)
        {
            faults.Add(file, fault!);
            return;
        }

        await using (rows)
        {
            try
            {
                while (await rows.ReadAsync(cancellationToken) is var (row, wrong) && (row is not null || wrong is not null))
                {
                    if (wrong is not null)
                    {
                        faults.Add(file, rows.Line, wrong);
                    }
                }
            }
            catch (InvalidDataException broken)
            {
                faults.Add(file, rows.Line + 1, broken.Message);
                return;
            }

            if (rows.Line != table.Rows)
            {
                faults.Add(file, FormattableString.Invariant($"has {rows.Line} rows, the manifest says {table.Rows}"));
            }

            if (!string.Equals(rows.Sum(), table.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(file, "its sum is not that of the manifest: it was changed after the export");
            }
        }
    }
}
