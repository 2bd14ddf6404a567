using Npgsql;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>A new database on the server that SIGNALBOX_TEST_POSTGRES names, a connection string of a role that may create databases.</summary>
public class PostgresTestDatabase : TestDatabase
{
    private static readonly string? AdminConnection = Environment.GetEnvironmentVariable("SIGNALBOX_TEST_POSTGRES");
    private readonly string _name = $"signalbox_test_{Guid.NewGuid():n}";

    public override string? Absent => string.IsNullOrEmpty(AdminConnection) ? "SIGNALBOX_TEST_POSTGRES is not set" : null;

    protected override PersistenceOptions Options => new()
    {
        Provider = DatabaseProvider.Postgres,
        ConnectionString = new NpgsqlConnectionStringBuilder(AdminConnection) { Database = _name }.ToString(),
    };

    // Empty tables are read whole whatever indexes there are, if that is not forbidden.
    public override Task<IReadOnlyList<string>> PlanAsync(string sql) => QueryAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; EXPLAIN " + sql);

    protected override async Task DropAsync()
    {
        await using var source = NpgsqlDataSource.Create(AdminConnection!);
        await using var command = source.CreateCommand($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }
}
