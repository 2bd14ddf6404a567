using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Signalbox.Bench.Harness;

namespace Signalbox.Bench.Machine;

/// <summary>Looks at a server's database from outside: what it sees is committed.</summary>
internal sealed class DatabaseObserver : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Looks into the SQLite database of a data directory.</summary>
    public DatabaseObserver(string data)
        : this(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "signalbox.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ToString()))
    {
    }

    private DatabaseObserver(DbConnection connection)
    {
        _connection = connection;
        _connection.Open();
    }

    /// <summary>Looks into a PostgreSQL database.</summary>
    public static DatabaseObserver OfPostgres(string connectionString) => new(new NpgsqlConnection(connectionString));

    /// <summary>The first value of the first row; null when there is no row or it is NULL.</summary>
    public object? Ask(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Command(sql, parameters).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Asks until there is an answer that satisfies.</summary>
    public async Task<object> AwaitAsync(string sql, (string Name, object Value)[] parameters, Func<object, bool> satisfies, TimeSpan every, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            if (Ask(sql, parameters) is { } value && satisfies(value))
            {
                return value;
            }

            WrongResultException.Unless(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(3), $"nothing came of: {sql} {string.Join(", ", parameters)}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Waits for the end of a run; it must have completed.</summary>
    public async Task CompletedAsync(string key, CancellationToken cancellationToken)
    {
        var status = (string)await AwaitAsync("SELECT status FROM runs WHERE key = @key", [("@key", key)], IsEnd, TimeSpan.FromMilliseconds(20), cancellationToken);
        WrongResultException.Unless(string.Equals(status, "Completed", StringComparison.Ordinal), $"run {key} is {status}: {Ask("SELECT status_reason FROM runs WHERE key = @key", ("@key", key))}");
    }

    /// <summary>The rows of a query.</summary>
    public IEnumerable<DbDataReader> Rows(string sql, params (string Name, object Value)[] parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    /// <summary>Whether a run with this status has ended.</summary>
    public static bool IsEnd(object status) => status is "Completed" or "Failed" or "Cancelled";

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly; values are parameters
            command.CommandText = sql;
#pragma warning restore CA2100
            _commands.Add(sql, command);
        }

        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
