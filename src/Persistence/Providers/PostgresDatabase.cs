using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Signalbox.Persistence.Providers;

/// <summary>A PostgreSQL database. Writers of one run queue at the row of the run, which each of them locks first.</summary>
internal sealed class PostgresDatabase : Database
{
    private const string AutoPrepare = "Max Auto Prepare";

    private readonly NpgsqlDataSource _source;
    private readonly DbContextOptions<PostgresSignalboxDbContext> _options;
    private readonly string _name;

    public PostgresDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ContainsKey(AutoPrepare))
        {
            // Statements that come again and again are prepared on the server. Behind a pooler that cannot, the connection string says 0.
            builder.MaxAutoPrepare = 200;
        }

        _name = $"the PostgreSQL database {builder.Database} at {builder.Host}:{builder.Port}";
        _source = NpgsqlDataSource.Create(builder);
        _options = new DbContextOptionsBuilder<PostgresSignalboxDbContext>().UseNpgsql(_source).Options;
    }

    /// <summary>Its connections.</summary>
    public NpgsqlDataSource Source => _source;

    public override DatabaseProvider Provider => DatabaseProvider.Postgres;

    public override string ListColumns =>
        "SELECT table_name::text, column_name::text, is_nullable = 'NO', column_default IS NOT NULL OR is_identity = 'YES' FROM information_schema.columns WHERE table_schema = current_schema()";

    public override string LockRows => " FOR UPDATE";

    // The number means nothing; it is this lock's alone in the database.
    public override string LockQueue => "SELECT pg_advisory_xact_lock(7164013251)";

    public override bool SendsTogether => true;

    public override string Use(string index) => "";

    public override SignalboxDbContext CreateDbContext() => new PostgresSignalboxDbContext(_options);

    public override SignalboxDbContext CreateDbContext(DbConnection connection) =>
        new PostgresSignalboxDbContext(new DbContextOptionsBuilder<PostgresSignalboxDbContext>().UseNpgsql(connection).Options);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = CreateDbContext();
            if (!await CanConnectAsync(cancellationToken))
            {
                // There is no such database yet: it is created too.
                await context.Database.MigrateAsync(cancellationToken);
                return;
            }

            // EF Core's own lock is a table's, which an empty database does not have: servers that start together on one would both make its tables.
            await using var turn = await _source.OpenConnectionAsync(cancellationToken);
            await ExecuteAsync(turn, "SELECT pg_advisory_lock(7164013252)", cancellationToken);
            try
            {
                if (await MigrationHistory.AnyPendingAsync(context, _name, cancellationToken))
                {
                    await context.Database.MigrateAsync(cancellationToken);
                }
            }
            finally
            {
                await ExecuteAsync(turn, "SELECT pg_advisory_unlock(7164013252)", CancellationToken.None);
            }
        }
        catch (PostgresException e)
        {
            throw new DatabaseException($"{_name} cannot be used: {e.MessageText}", e);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            throw new DatabaseException($"{_name} cannot be reached: {e.GetBaseException().Message}", e);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // constants
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<T> WriteAsync<T>(Durability durability, Func<WriteScope, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (durability == Durability.Normal)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SET LOCAL synchronous_commit = off";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        using var commands = new CommandCache(connection);
        return await RunAsync(connection, transaction, commands, write);
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await ((NpgsqlConnection)connection).BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    private async Task<bool> CanConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (string.Equals(e.SqlState, PostgresErrorCodes.InvalidCatalogName, StringComparison.Ordinal))
        {
            // The database does not exist yet; migrating creates it.
            return false;
        }
    }
}
