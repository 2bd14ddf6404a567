using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>Writes the tables of an export, a row a line, one row in memory at a time.</summary>
internal sealed class RowExporter(SignalboxDbContext context, string target, IProgress<TransferProgress>? progress)
{
    private const int ReportEvery = 5000;

    // Browsers are not what reads it; names and texts stay readable for people.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes them, as they are in the snapshot of the context's transaction.</summary>
    public async Task<IReadOnlyList<TransferTable>> ExportAsync(CancellationToken cancellationToken)
    {
        var tables = new List<TransferTable>();
        foreach (var table in DataTable.Of(context.Model))
        {
            tables.Add(await ExportAsync(table, cancellationToken));
        }

        return tables;
    }

    private async Task<TransferTable> ExportAsync(DataTable table, CancellationToken cancellationToken)
    {
        var total = await CountAsync(table.Name, cancellationToken);
        progress?.Report(new TransferProgress(table.Name, 0, total));
        await using var file = new HashedWriter(Path.Combine(target, TransferLayout.Table(table.Name)));
        await using var command = Command(table.Select);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await using var json = new Utf8JsonWriter(file.Next, Options);
        var count = 0L;
        while (await rows.ReadAsync(cancellationToken))
        {
            json.Reset();
            json.WriteStartObject();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                table.Columns[i].Write(json, rows, i);
            }

            json.WriteEndObject();
            await json.FlushAsync(cancellationToken);
            await file.EndLineAsync(cancellationToken);
            if (++count % ReportEvery == 0)
            {
                progress?.Report(new TransferProgress(table.Name, count, total));
            }
        }

        if (count != total)
        {
            // Rows that refer to each other in a circle are reached from none.
            throw new TransferException($"the table {table.Name} has {total} rows, of which {count} can be reached: the others refer to each other in a circle");
        }

        progress?.Report(new TransferProgress(table.Name, count, total, IsEnd: true));
        return new TransferTable(table.Name, count, await file.EndAsync(cancellationToken), [.. table.Columns.Select(c => new TransferColumn(c.Name, c.Kind))]);
    }

    private async Task<long> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT count(*) FROM \"{table}\"");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private DbCommand Command(string sql)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // made of the model's own names
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
