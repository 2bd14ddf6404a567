using Microsoft.Data.Sqlite;

namespace Signalbox.Persistence.Search;

/// <summary>The file of the index across runs. Nothing in it is of value: one that is damaged or of another version is dropped.</summary>
/// <remarks>
/// FTS5 by threes of characters, which finds a text wherever it stands, and without places: what the index names is looked at again. About half of the text's
/// size comes on top of it. SQLite before 3.43 cannot delete from an index without a table behind it, hence the table.
/// </remarks>
internal sealed class SearchFile(string path) : IAsyncDisposable
{
    private const int Version = 1;

    private const string Schema =
        "CREATE TABLE streams (id INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL, stream TEXT NOT NULL, run_id TEXT NOT NULL, run_key TEXT NOT NULL, workflow TEXT NOT NULL, "
        + "step TEXT NOT NULL, attempt INTEGER NOT NULL, next_line INTEGER NOT NULL, next_part INTEGER NOT NULL, seen_offset INTEGER NOT NULL, done INTEGER NOT NULL, UNIQUE (attempt_id, stream));"
        + "CREATE TABLE texts (id INTEGER PRIMARY KEY AUTOINCREMENT, stream_id INTEGER NOT NULL, first_line INTEGER NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL);"
        + "CREATE INDEX ix_texts_stream ON texts (stream_id);"
        + "CREATE VIRTUAL TABLE found USING fts5 (text, content='texts', content_rowid='id', tokenize='trigram', detail='none');"
        + "PRAGMA user_version = 1;";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 30 }.ToString();
    private bool _ready;

    /// <summary>Reads or writes, one after the other; a damaged file is dropped, and the work is done on the new one.</summary>
    public async Task<T> UseAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            try
            {
                return await OnceAsync(work, cancellationToken);
            }
            catch (SqliteException e) when (IsDamage(e))
            {
                Drop();
                return await OnceAsync(work, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _gate.Dispose();
    }

    // SQLITE_CORRUPT and SQLITE_NOTADB
    private static bool IsDamage(SqliteException e) => e.SqliteErrorCode is 11 or 26;

    private async Task<T> OnceAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=NORMAL; PRAGMA user_version;";
        var version = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (!_ready && version != Version)
        {
            if (version != 0)
            {
                throw new SqliteException("the index is of another version", 26);
            }

            command.CommandText = "PRAGMA journal_mode=WAL; BEGIN IMMEDIATE; " + Schema + " COMMIT;";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        _ready = true;
        return await work(connection);
    }

    private void Drop()
    {
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _ready = false;
        foreach (var suffix in (IReadOnlyList<string>)["", "-wal", "-shm"])
        {
            File.Delete(path + suffix);
        }
    }
}
