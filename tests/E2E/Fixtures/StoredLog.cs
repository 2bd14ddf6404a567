using Microsoft.Data.Sqlite;

namespace Signalbox.E2E.Fixtures;

/// <summary>Reads the chunks of a log from the database file, past everything that could hide a fault.</summary>
internal static class StoredLog
{
    /// <summary>The bytes of a stream, checked to follow each other without gap or overlap.</summary>
    public static async Task<byte[]> ReadAsync(string data, string attempt, string stream, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "signalbox.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT start_offset, length, text, first_line FROM log_chunks WHERE attempt_id = $attempt AND stream = $stream ORDER BY start_offset";
        command.Parameters.AddWithValue("$attempt", attempt);
        command.Parameters.AddWithValue("$stream", stream);
        using var bytes = new MemoryStream();
        long lines = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var text = (byte[])reader[2];
            Assert.Equal(bytes.Length, reader.GetInt64(0));
            Assert.Equal(text.Length, reader.GetInt64(1));
            Assert.Equal(lines + 1, reader.GetInt64(3));
            lines += text.Count(b => b == (byte)'\n');
            await bytes.WriteAsync(text, cancellationToken);
        }

        return bytes.ToArray();
    }
}
