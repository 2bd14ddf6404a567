using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>A write transaction under way.</summary>
internal sealed class WriteScope(Database database, DbConnection connection, DbTransaction transaction, CommandCache commands) : SqlScope(connection, transaction), IAsyncDisposable
{
    private SignalboxDbContext? _context;

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

    /// <summary>
    /// A command for a text that comes again and again: it stays prepared with the connection. Do not dispose it, read one result to its end
    /// before the next use, and give a text its parameters in the same order each time.
    /// </summary>
    public DbCommand KeptCommand(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = commands.Get(sql);
        command.Transaction = Transaction;
        SetParameters(command, parameters);
        return command;
    }

    /// <summary>Executes a command and keeps it prepared; rows affected.</summary>
    public override Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        KeptCommand(sql, parameters).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>A context inside the transaction.</summary>
    public async Task<SignalboxDbContext> ContextAsync(CancellationToken cancellationToken)
    {
        if (_context is null)
        {
            _context = database.CreateDbContext(Connection);
            await _context.Database.UseTransactionAsync(Transaction, cancellationToken);
        }

        return _context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }
    }
}
