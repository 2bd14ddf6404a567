using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Signalbox.Persistence;

/// <summary>
/// The configuration in force, read before anything is built: options decide what is built. A database that cannot be read, or is older, has none here;
/// <see cref="DatabaseInitializer"/> says what is wrong with it.
/// </summary>
/// <param name="Number">The how manieth it is.</param>
/// <param name="Version">Its semantic version.</param>
/// <param name="Text">Its document.</param>
public sealed record AppliedConfiguration(int Number, string Version, string Text)
{
    private const string Newest = "SELECT number, version, text FROM configuration_versions ORDER BY number DESC LIMIT 1";

    private const string Secretive = "SELECT 0, version, text FROM configuration_versions WHERE text LIKE '%secrets%' ORDER BY number";

    /// <summary>Reads what an earlier configuration said of secrets: each text that was ever in force and names some, one at a time.</summary>
    /// <param name="options">The database.</param>
    /// <param name="take">Takes a text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task ReadEarlierAsync(PersistenceOptions options, Action<string> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        return ReadAsync(options, Secretive, applied => take(applied.Text), cancellationToken);
    }

    /// <summary>Reads it; null when there is none.</summary>
    public static async Task<AppliedConfiguration?> ReadAsync(PersistenceOptions options, CancellationToken cancellationToken)
    {
        AppliedConfiguration? newest = null;
        await ReadAsync(options, Newest, applied => newest = applied, cancellationToken);
        return newest;
    }

    private static async Task ReadAsync(PersistenceOptions options, string rows, Action<AppliedConfiguration> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            await using var connection = Connect(options);
            if (connection is not null)
            {
                await ReadAsync(connection, options.Provider, rows, take, cancellationToken);
            }
        }
        catch (Exception e) when (e is DbException or ArgumentException or InvalidOperationException)
        {
            // As when there is none.
        }
    }

    private static DbConnection? Connect(PersistenceOptions options) => options.Provider switch
    {
        DatabaseProvider.Sqlite => File.Exists(options.DatabasePath)
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString())
            : null,
        DatabaseProvider.Postgres => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ToString()),
    };

    private static async Task ReadAsync(DbConnection connection, DatabaseProvider provider, string query, Action<AppliedConfiguration> take, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'configuration_versions'"
            : "SELECT to_regclass('configuration_versions')::text";
        if (await command.ExecuteScalarAsync(cancellationToken) is null or DBNull)
        {
            return;
        }

        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            take(new AppliedConfiguration(rows.GetInt32(0), rows.GetString(1), rows.GetString(2)));
        }
    }
}
