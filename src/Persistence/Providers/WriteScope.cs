using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>A write transaction under way.</summary>
internal sealed class WriteScope(Database database, DbConnection connection, DbTransaction transaction, CommandCache commands) : SqlScope(connection, transaction), IAsyncDisposable
{
    private SignalboxDbContext? _context;
    private DbBatch? _later;
    private DbCommand? _blank;

    /// <summary>Nothing is to be kept: the transaction is rolled back.</summary>
    public bool IsAbandoned { get; private set; }

    public string LockRows => database.LockRows;

    public void Abandon() => IsAbandoned = true;

    /// <summary>Whoever is here is alone until the transaction ends.</summary>
    public async Task EnterQueueAsync(CancellationToken cancellationToken)
    {
        if (database.LockQueue is { } sql)
        {
            await ExecuteAsync(sql, [], cancellationToken);
        }
    }

    /// <summary>A command that is never sent: mappings make parameters for a command only.</summary>
    public DbCommand Blank => _blank ??= Connection.CreateCommand();

    /// <summary>
    /// A statement that is sent with the next one that is asked for an answer, or with the commit, in one way to the server; null where that
    /// gains nothing. The caller gives it its values.
    /// </summary>
    public DbBatchCommand? Later(string sql)
    {
        // Whoever has the context reads through it when he likes, and is to find what was written.
        if (!database.SendsTogether || _context is not null)
        {
            return null;
        }

        _later ??= Connection.CreateBatch();
        _later.Transaction = Transaction;
        var command = _later.CreateBatchCommand();
        command.CommandText = sql;
        _later.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Sends what was kept back.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_later is { } batch)
        {
            _later = null;
            await using (batch)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// A command for a text that comes again and again: it stays prepared with the connection. Send what was kept back first, do not dispose it, read
    /// one result to its end before the next use, and give a text its parameters in the same order each time.
    /// </summary>
    public DbCommand KeptCommand(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = commands.Get(sql);
        command.Transaction = Transaction;
        SetParameters(command, parameters);
        return command;
    }

    /// <summary>Executes a command and keeps it prepared; rows affected.</summary>
    public override async Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        return await KeptCommand(sql, parameters).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of a query, which stays prepared.</summary>
    public override async Task<List<T>> QueryAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        return await ReadAsync(KeptCommand(sql, parameters), read, cancellationToken);
    }

    /// <summary>A context inside the transaction.</summary>
    public async Task<SignalboxDbContext> ContextAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        if (_context is null)
        {
            _context = database.CreateDbContext(Connection);
            await _context.Database.UseTransactionAsync(Transaction, cancellationToken);
        }

        return _context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_blank is not null)
        {
            await _blank.DisposeAsync();
        }

        if (_later is not null)
        {
            await _later.DisposeAsync();
        }

        if (_context is not null)
        {
            await _context.DisposeAsync();
        }
    }
}
