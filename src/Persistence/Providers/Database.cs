using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>One database: short-lived contexts for reading, and the one way to write.</summary>
internal abstract class Database : IDbContextFactory<SignalboxDbContext>, IAsyncDisposable
{
    /// <summary>Which database it is.</summary>
    public abstract DatabaseProvider Provider { get; }

    /// <summary>A query for the columns that are there: table, column, whether it takes no NULL, whether it has a value when none is given.</summary>
    public abstract string ListColumns { get; }

    /// <summary>Appended to a SELECT to hold its rows until the transaction ends; empty where a write transaction has the database to itself.</summary>
    public abstract string LockRows { get; }

    /// <summary>Lets one transaction at a time look at the queue and claim from it; null where a write transaction has the database to itself.</summary>
    public abstract string? LockQueue { get; }

    /// <summary>Whether statements that nobody asks for an answer are worth keeping back, to be sent together: each is a way to the server and back.</summary>
    public abstract bool SendsTogether { get; }

    /// <summary>
    /// Appended to a table's name to have the database use this index. SQLite takes an index with an equal sign over a small one that holds nothing
    /// but what is asked for; PostgreSQL counts and needs no word.
    /// </summary>
    public abstract string Use(string index);

    /// <summary>A context of its own connection, opened when needed.</summary>
    public abstract SignalboxDbContext CreateDbContext();

    /// <summary>A context over the connection and transaction of a write.</summary>
    public abstract SignalboxDbContext CreateDbContext(DbConnection connection);

    /// <summary>Brings the file or the server to where migrations can be applied, and applies them.</summary>
    /// <exception cref="DatabaseException">It cannot be used; the message says why.</exception>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Several reads that see one state.</summary>
    public async Task<T> ReadAsync<T>(Func<SignalboxDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var context = CreateDbContext();
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await BeginReadAsync(context.Database.GetDbConnection(), cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return await read(context);
    }

    /// <summary>Several reads by statements of our own that see one state.</summary>
    public Task<T> ReadSqlAsync<T>(Func<SqlScope, Task<T>> read, CancellationToken cancellationToken) =>
        ReadAsync(context => read(new SqlScope(context)), cancellationToken);

    /// <summary>
    /// One write transaction. It is committed when <paramref name="write"/> returns, and rolled back when it throws or has asked for it.
    /// The commit itself is not cancelled: its outcome would be unknown.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Durability durability, Func<WriteScope, Task<T>> write, CancellationToken cancellationToken);

    protected abstract ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    protected async Task<T> RunAsync<T>(DbConnection connection, DbTransaction transaction, CommandCache commands, Func<WriteScope, Task<T>> write)
    {
        await using var scope = new WriteScope(this, connection, transaction, commands);
        var result = await write(scope);
        if (scope.IsAbandoned)
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        else
        {
            await scope.SendAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return result;
    }
}
