using Npgsql;

namespace Signalbox.Dashboard.Hosting;

/// <summary>
/// Where the rows are kept. A class that says nothing of itself: the connection string holds a password once its reference has been read.
/// </summary>
internal sealed class StorageOptions
{
    private const string ProviderKey = "Storage:Provider";
    private const string ConnectionKey = "Storage:ConnectionString";

    // PostgreSQL allows 100 connections unless told otherwise, and several servers share them.
    private const int MaxConnections = 40;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private StorageOptions(NpgsqlConnectionStringBuilder? connection)
    {
        ConnectionString = connection?.ToString();
        Database = connection is null ? null : $"{connection.Database ?? connection.Username} at {connection.Host}:{connection.Port}";
    }

    /// <summary>SQLite in the data directory.</summary>
    public static StorageOptions Sqlite { get; } = new(null);

    /// <summary>PostgreSQL's, with the password; null for SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>Name and place of the PostgreSQL database; null for SQLite.</summary>
    public string? Database { get; }

    /// <summary>Reads <c>Storage:Provider</c> and <c>Storage:ConnectionString</c>. No fault repeats what was found in place of a connection string.</summary>
    public static StorageOptions Read(OptionReader reader, Func<string, string?> environment)
    {
        var isPostgres = reader.Word(ProviderKey, ProviderKey, "sqlite", "postgres") is "postgres";
        var text = reader.Text(ConnectionKey);
        if (!isPostgres)
        {
            if (!string.IsNullOrEmpty(text))
            {
                reader.Fault($"{ConnectionKey}: is for {ProviderKey} postgres; without it SQLite in the data directory is used");
            }

            return Sqlite;
        }

        var (value, fault) = string.IsNullOrWhiteSpace(text)
            ? (null, "is needed for postgres: env:NAME, file:/absolute/path, or a connection string without a password such as Host=db;Database=signalbox;Username=signalbox")
            : Resolve(text.Trim(), environment);
        if (value is not null)
        {
            try
            {
                return new StorageOptions(Complete(new NpgsqlConnectionStringBuilder(value)));
            }
            catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
            {
                fault = "holds no connection string of Npgsql, such as Host=db;Database=signalbox;Username=signalbox";
            }
        }

        reader.Fault($"{ConnectionKey}: {fault}");
        return Sqlite;
    }

    private static (string? Value, string? Fault) Resolve(string text, Func<string, string?> environment)
    {
        if (text.StartsWith("env:", StringComparison.Ordinal))
        {
            var name = text["env:".Length..];
            return environment(name) is { Length: > 0 } value ? (value, null) : (null, $"the environment variable {name} is not set for the server");
        }

        if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            var path = text["file:".Length..];
            try
            {
                return !Path.IsPathFullyQualified(path) ? (null, "a file is named by its absolute path, file:/absolute/path")
                    : File.ReadAllText(path).Trim() is { Length: > 0 } value ? (value, null) : (null, $"the file {path} is empty");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (null, $"the file {path} cannot be read");
            }
        }

        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Password)
                ? (text, null)
                : (null, "a password does not belong into the configuration: name the whole string with env:NAME or file:/absolute/path");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return (null, "found something else, allowed is env:NAME, file:/absolute/path, or a connection string without a password");
        }
    }

    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder connection)
    {
        if (string.IsNullOrEmpty(connection.Host))
        {
            throw new ArgumentException("there is no host", nameof(connection));
        }

        Set("Application Name", () => connection.ApplicationName = "signalbox");
        Set("Maximum Pool Size", () => connection.MaxPoolSize = MaxConnections);

        // The connection that listens for the other servers finds out that it is dead.
        Set("Keepalive", () => connection.KeepAlive = (int)KeepAlive.TotalSeconds);
        return connection;

        void Set(string key, Action set)
        {
            if (!connection.ContainsKey(key))
            {
                set();
            }
        }
    }
}
