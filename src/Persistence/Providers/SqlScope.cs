using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Signalbox.Persistence.Providers;

/// <summary>A transaction under way, for statements of our own.</summary>
internal class SqlScope(DbConnection connection, DbTransaction transaction)
{
    /// <summary>For the connection and transaction of a context.</summary>
    public SqlScope(SignalboxDbContext context)
        : this(context.Database.GetDbConnection(), context.Database.CurrentTransaction!.GetDbTransaction())
    {
    }

    protected DbConnection Connection => connection;

    protected DbTransaction Transaction => transaction;

    /// <summary>A command inside the transaction. Names of parameters begin with <c>@</c>; a null value is NULL.</summary>
    protected DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every text is made of constants and column names of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        SetParameters(command, parameters);
        return command;
    }

    /// <summary>Executes a command; rows affected.</summary>
    public virtual async Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of a query.</summary>
    public virtual async Task<List<T>> QueryAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await ReadAsync(command, read, cancellationToken);
    }

    /// <summary>The first value of a query; null when it has no row, or the value is NULL.</summary>
    public async Task<object?> ScalarAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        (await QueryAsync(sql, parameters, r => r.IsDBNull(0) ? null : r.GetValue(0), cancellationToken)).FirstOrDefault();

    protected static async Task<List<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Gives a command its values, and a new one its parameters first.</summary>
    protected static void SetParameters(DbCommand command, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var isNew = command.Parameters.Count == 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, value) = parameters[i];
            if (isNew)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            command.Parameters[i].Value = value ?? DBNull.Value;
        }
    }
}
