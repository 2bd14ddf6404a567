using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>A write transaction under way.</summary>
internal sealed class WriteScope(Database database, DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    private SignalboxDbContext? _context;

    /// <summary>Nothing is to be kept: the transaction is rolled back.</summary>
    public bool IsAbandoned { get; private set; }

    public string LockRows => database.LockRows;

    public void Abandon() => IsAbandoned = true;

    /// <summary>A command inside the transaction. Names of parameters begin with <c>@</c>; a null value is NULL.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every text is a constant of this assembly or made of column names; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Executes a command; rows affected.</summary>
    public async Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A context inside the transaction.</summary>
    public async Task<SignalboxDbContext> ContextAsync(CancellationToken cancellationToken)
    {
        if (_context is null)
        {
            _context = database.CreateDbContext(connection);
            await _context.Database.UseTransactionAsync(transaction, cancellationToken);
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
