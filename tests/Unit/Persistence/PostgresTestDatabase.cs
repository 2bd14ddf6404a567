using Npgsql;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>A new database on the server that SIGNALBOX_TEST_POSTGRES names, a connection string of a role that may create databases.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("SIGNALBOX_TEST_POSTGRES");
    private readonly string _name = $"signalbox_test_{Guid.NewGuid():n}";

    public override string? Absent => string.IsNullOrEmpty(Server) ? "SIGNALBOX_TEST_POSTGRES is not set" : null;

    protected override PersistenceOptions Options => new()
    {
        Provider = DatabaseProvider.Postgres,
        ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ToString(),
    };

    protected override async Task DropAsync()
    {
        await using var source = NpgsqlDataSource.Create(Server!);
        await using var command = source.CreateCommand($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }
}
