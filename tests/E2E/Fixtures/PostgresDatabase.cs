using Npgsql;

namespace Signalbox.E2E.Fixtures;

/// <summary>A database of a test's own on the server that SIGNALBOX_TEST_POSTGRES names.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly string? Admin = Environment.GetEnvironmentVariable("SIGNALBOX_TEST_POSTGRES");
    private readonly string _name;

    private PostgresDatabase(string name) => _name = name;

    /// <summary>Why there is none; null when there can be.</summary>
    public static string? Absent => string.IsNullOrEmpty(Admin) ? "SIGNALBOX_TEST_POSTGRES is not set: eng/test sets it where PostgreSQL is installed" : null;

    /// <summary>Without a password, as the server of the tests has none.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Admin) { Database = _name }.ToString();

    public static async Task<PostgresDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var name = $"signalbox_e2e_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return new PostgresDatabase(name);
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);

    private static async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Admin!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
