using Microsoft.Data.Sqlite;
using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Upkeep;

/// <summary>Whole SQLite files: copies of them, and whether they are sound.</summary>
internal static class SqliteFile
{
    private const int MostFaults = 20;

    /// <summary>
    /// Copies a database that others may be writing to, by SQLite's online backup: one consistent state of it, in one file. In write-ahead mode nobody waits for it.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="target">The file to make; nothing is there.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <exception cref="TransferException">The source is no database, or cannot be read.</exception>
    public static Task CopyAsync(string source, string target, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using (PrivateFiles.Open(target, FileMode.CreateNew))
            {
                // Private from its first byte.
            }

            try
            {
                using var from = Open(source);
                using var to = Open(target);
                from.BackupDatabase(to);

                // One file, that can be copied and opened anywhere.
                Scalar(to, "PRAGMA journal_mode=DELETE");
            }
            catch (SqliteException e)
            {
                throw new TransferException($"{source} cannot be copied as a SQLite database: {e.Message.TrimEnd('.')}", e);
            }
        },
        cancellationToken);

    /// <summary>What SQLite finds wrong with a file; empty when it is sound.</summary>
    /// <exception cref="TransferException">It is no database, or cannot be read.</exception>
    public static Task<IReadOnlyList<string>> CheckAsync(string path, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(
        () =>
        {
            try
            {
                using var connection = Open(path);
                List<string> faults = [.. Rows(connection, $"PRAGMA integrity_check({MostFaults})").Where(r => r is not "ok")];
                faults.AddRange(Rows(connection, "SELECT 'a row of ' || \"table\" || ' refers to a row of ' || parent || ' that is not there (' || count(*) || ' times)' FROM pragma_foreign_key_check GROUP BY \"table\", parent"));
                return faults;
            }
            catch (SqliteException e)
            {
                throw new TransferException($"{path} cannot be read as a SQLite database: {e.Message.TrimEnd('.')}", e);
            }
        },
        cancellationToken);

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteScalar();
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
