using Microsoft.Data.Sqlite;

namespace Signalbox.E2E.Fixtures;

/// <summary>Reads the database file past the server, also while there is none; never writes.</summary>
internal static class StoredRows
{
    /// <summary>The rows, each as its columns' values.</summary>
    public static async Task<IReadOnlyList<object[]>> ReadAsync(string data, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var connection = await OpenAsync(data, SqliteOpenMode.ReadOnly, cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements are the tests' own
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        List<object[]> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The count that a statement begins with.</summary>
    public static async Task<long> CountAsync(string data, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values) =>
        (long)(await ReadAsync(data, sql, cancellationToken, values))[0][0];

    /// <summary>A connection of the test's own.</summary>
    public static async Task<SqliteConnection> OpenAsync(string data, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "signalbox.db"), Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
