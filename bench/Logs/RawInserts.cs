using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Logs;

/// <summary>The floor of storing a log: the same chunks into the same table by one prepared statement, a MiB a transaction, NORMAL as log rows are.</summary>
internal static class RawInserts
{
    private const int BatchBytes = 1024 * 1024;

    /// <summary>Copies the chunks of an attempt from a server's database into a new file; seconds of the inserting alone.</summary>
    public static async Task<double> RunAsync(string data, string attempt, string file, CancellationToken cancellationToken)
    {
        List<object[]> rows = [];
        string schema;
        await using (var observer = new DatabaseObserver(data))
        {
            schema = (string)observer.Ask("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'log_chunks'")!;
            foreach (var row in observer.Rows("SELECT * FROM log_chunks WHERE attempt_id = @attempt AND stream = 'Stdout' ORDER BY start_offset", ("@attempt", attempt)))
            {
                var values = new object[row.FieldCount];
                row.GetValues(values);
                rows.Add(values);
            }
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using (var prepare = connection.CreateCommand())
        {
#pragma warning disable CA2100 // the schema of our own table
            prepare.CommandText = $"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=OFF; {schema};";
#pragma warning restore CA2100
            await prepare.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var insert = connection.CreateCommand();
#pragma warning disable CA2100 // numbers of parameters
        insert.CommandText = $"INSERT INTO log_chunks VALUES ({string.Join(", ", Enumerable.Range(0, rows[0].Length).Select(i => $"@p{i}"))})";
#pragma warning restore CA2100
        foreach (var i in Enumerable.Range(0, rows[0].Length))
        {
            insert.Parameters.AddWithValue($"@p{i}", DBNull.Value);
        }

        var began = Stopwatch.GetTimestamp();
        for (var next = 0; next < rows.Count;)
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            insert.Transaction = transaction;
            for (var bytes = 0; bytes < BatchBytes && next < rows.Count; next++)
            {
                for (var i = 0; i < rows[next].Length; i++)
                {
                    insert.Parameters[i].Value = rows[next][i];
                }

                insert.ExecuteNonQuery();
                bytes += rows[next].OfType<byte[]>().Sum(b => b.Length);
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
