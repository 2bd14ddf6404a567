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

    /// <summary>Reads it; null when there is none.</summary>
    public static async Task<AppliedConfiguration?> ReadAsync(PersistenceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            await using var connection = Connect(options);
            return connection is null ? null : await ReadAsync(connection, options.Provider, cancellationToken);
        }
        catch (Exception e) when (e is DbException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DbConnection? Connect(PersistenceOptions options) => options.Provider switch
    {
        DatabaseProvider.Sqlite => File.Exists(options.DatabasePath)
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString())
            : null,
        DatabaseProvider.Postgres => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ToString()),
    };

    private static async Task<AppliedConfiguration?> ReadAsync(DbConnection connection, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'configuration_versions'"
            : "SELECT to_regclass('configuration_versions')::text";
        if (await command.ExecuteScalarAsync(cancellationToken) is null or DBNull)
        {
            return null;
        }

        command.CommandText = Newest;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? new AppliedConfiguration(rows.GetInt32(0), rows.GetString(1), rows.GetString(2)) : null;
    }
}
