using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Signalbox.Bench.Steps;

/// <summary>The database of an engine under test, reached without the engine, with the same durability.</summary>
/// <param name="sqliteFile">The file; null for PostgreSQL.</param>
/// <param name="postgres">Connection string; null for SQLite.</param>
internal sealed class RawDatabase(string? sqliteFile, string? postgres)
{
    /// <summary>Writers that are of use: SQLite has one at a time, and a second one would only wait.</summary>
    public int MostWriters => sqliteFile is null ? int.MaxValue : 1;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (sqliteFile is null)
        {
            var server = new NpgsqlConnection(postgres);
            await server.OpenAsync(cancellationToken);
            return server;
        }

        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqliteFile, ForeignKeys = true, Pooling = false }.ToString());
        await file.OpenAsync(cancellationToken);
        await using var pragmas = file.CreateCommand();
        pragmas.CommandText = "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;";
        await pragmas.ExecuteNonQueryAsync(cancellationToken);
        return file;
    }

    public static DbTransaction Begin(DbConnection connection) => connection is SqliteConnection file
        ? file.BeginTransaction(IsolationLevel.Serializable, deferred: false)
        : connection.BeginTransaction(IsolationLevel.ReadCommitted);
}
