using System.Data.Common;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>Writes the rows of an export that were looked at before, within one transaction.</summary>
/// <param name="scope">The transaction.</param>
/// <param name="source">The export's folder.</param>
/// <param name="targets">The tables of the database.</param>
/// <param name="paths">Where paths of the export lead here.</param>
/// <param name="home">Node that has the files from now on; null where a server has its database to itself.</param>
internal sealed class RowImporter(WriteScope scope, string source, IReadOnlyDictionary<string, TargetTable> targets, PathMap paths, string? home)
{
    // What databases take in parameters: SQLite 32766, before 3.32 999.
    private const int MaxParameters = 900;
    private const int MaxRows = 24;
    private const int ReportEvery = 5000;

    public async Task ImportAsync(TransferTable table, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var (rows, fault) = RowSource.Open(source, table, model: null, targets[table.Name]);
        if (rows is null)
        {
            throw new TransferException($"{TransferLayout.Table(table.Name)} {fault}");
        }

        progress?.Report(new TransferProgress(table.Name, 0, table.Rows));
        await using (rows)
        {
            var size = Math.Clamp(MaxParameters / Math.Max(1, table.Columns.Count), 1, MaxRows);
            var batch = new List<object?[]>(size);
            while (await rows.ReadAsync(cancellationToken) is ({ } row, _))
            {
                batch.Add(row);
                if (batch.Count == size)
                {
                    await WriteAsync(table, batch, rows.Line, cancellationToken);
                    batch.Clear();
                }

                if (rows.Line % ReportEvery == 0)
                {
                    progress?.Report(new TransferProgress(table.Name, rows.Line, table.Rows));
                }
            }

            if (batch.Count > 0)
            {
                await WriteAsync(table, batch, rows.Line, cancellationToken);
            }

            if (rows.Line != table.Rows || !string.Equals(rows.Sum(), table.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                throw new TransferException($"{TransferLayout.Table(table.Name)} was changed during the import: nothing was imported");
            }
        }

        progress?.Report(new TransferProgress(table.Name, table.Rows, table.Rows, IsEnd: true));
    }

    private async Task WriteAsync(TransferTable table, List<object?[]> rows, int lastLine, CancellationToken cancellationToken)
    {
        var command = scope.KeptCommand(Sql(table, rows.Count));
        if (command.Parameters.Count == 0)
        {
            AddParameters(command, table, rows.Count);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
            {
                command.Parameters[(row * table.Columns.Count) + column].Value = Here(table.Name, table.Columns[column].Name, rows[row][column]) ?? DBNull.Value;
            }
        }

        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException refused)
        {
            throw new TransferException(
                FormattableString.Invariant($"{TransferLayout.Table(table.Name)}:{lastLine - rows.Count + 1}: one of {rows.Count} rows from here on is refused by the database ({refused.Message}): nothing was imported"), refused);
        }
    }

    /// <summary>A value as it is true here.</summary>
    private object? Here(string table, string column, object? value) => value switch
    {
        null => null,
        string path when TransferRules.Paths.Contains((table, column)) => paths.Map(path),
        _ when TransferRules.Holders.Contains((table, column)) => null,
        _ when TransferRules.Homes.Contains((table, column)) => home,
        _ => value,
    };

    private static string Sql(TransferTable table, int rows)
    {
        // Names were found among those of the database.
        var columns = string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""));
        var values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", table.Columns.Select((_, column) => Name(row, column)))})");
        return $"INSERT INTO \"{table.Name}\" ({columns}) VALUES {string.Join(", ", values)}";
    }

    private static void AddParameters(DbCommand command, TransferTable table, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = Name(row, column);
                parameter.DbType = DataValue.TypeOf(table.Columns[column].Kind);
                command.Parameters.Add(parameter);
            }
        }
    }

    private static string Name(int row, int column) => FormattableString.Invariant($"@p{row}_{column}");
}
