using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>A SQLite file in write-ahead mode.</summary>
/// <remarks>
/// SQLite has one writer at a time. The gates queue the writers of this process in order instead of letting them poll the file lock; between
/// processes the file lock decides, for which every write transaction begins IMMEDIATE (a read that turns into a write would fail at once).
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    private readonly string _connectionString;
    private readonly DbContextOptions<SqliteSignalboxDbContext> _options;
    private int _disposed;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteMigrator _migrator;

    // One writing connection for each durability, kept open: the pragma belongs to the connection.
    private readonly SqliteWriter?[] _writers = new SqliteWriter?[2];

    public SqliteDatabase(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
        _options = new DbContextOptionsBuilder<SqliteSignalboxDbContext>().UseSqlite(_connectionString).Options;
        _migrator = new SqliteMigrator(path, this);
    }

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override string ListColumns =>
        "SELECT m.name, p.name, p.\"notnull\", p.dflt_value IS NOT NULL FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";

    public override string LockRows => "";

    public override string? LockQueue => null;

    public override bool SendsTogether => false;

    public override string Use(string index) => $" INDEXED BY {index}";

    public override SignalboxDbContext CreateDbContext() => new SqliteSignalboxDbContext(_options);

    public override SignalboxDbContext CreateDbContext(DbConnection connection) =>
        new SqliteSignalboxDbContext(new DbContextOptionsBuilder<SqliteSignalboxDbContext>().UseSqlite(connection).Options);

    public override Task MigrateAsync(CancellationToken cancellationToken) => _migrator.MigrateAsync(cancellationToken);

    public override async Task<T> WriteAsync<T>(Durability durability, Func<WriteScope, Task<T>> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var writer = _writers[(int)durability] ??= new SqliteWriter(OpenWriter(durability));
            try
            {
                // Not deferred: BEGIN IMMEDIATE.
                await using var transaction = writer.Connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
                return await RunAsync(writer.Connection, transaction, writer.Commands, write);
            }
            catch
            {
                // The next writer gets a connection whose state is known.
                _writers[(int)durability] = null;
                await writer.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Safe to call twice: the container knows the database under two names.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _gate.WaitAsync();
        foreach (var writer in _writers)
        {
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }

        _gate.Dispose();
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    protected override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    private SqliteConnection OpenWriter(Durability durability)
    {
        var connection = new SqliteConnection(_connectionString + ";Pooling=False");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();

            // busy_timeout waits inside SQLite, in small steps; the library's own waiting sleeps 150 ms at a time.
            command.CommandText = durability == Durability.Full
                ? "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
                : "PRAGMA busy_timeout=30000; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
