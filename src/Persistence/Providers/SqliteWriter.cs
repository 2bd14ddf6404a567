using Microsoft.Data.Sqlite;

namespace Signalbox.Persistence.Providers;

/// <summary>A connection that writes, and the statements that it keeps prepared.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IAsyncDisposable
{
    public SqliteConnection Connection => connection;

    public CommandCache Commands { get; } = new(connection);

    public ValueTask DisposeAsync()
    {
        Commands.Dispose();
        return connection.DisposeAsync();
    }
}
