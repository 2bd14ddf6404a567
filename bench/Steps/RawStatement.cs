using System.Data.Common;
using Npgsql;

namespace Signalbox.Bench.Steps;

/// <summary>A prepared statement over the columns of rows of one shape.</summary>
internal sealed class RawStatement : IAsyncDisposable
{
    private readonly DbCommand _command;
    private readonly IReadOnlyList<string> _columns;

    private RawStatement(DbConnection connection, string sql, RawRow shape, IReadOnlyList<string> columns)
    {
        _columns = columns;
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // made of column names; values are parameters
        _command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var column in columns)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + column;
            if (parameter is NpgsqlParameter typed)
            {
                typed.DataTypeName = shape.Types[shape.Columns.ToList().IndexOf(column)];
            }

            _command.Parameters.Add(parameter);
        }
    }

    public static RawStatement Insert(DbConnection connection, string table, RawRow shape) =>
        new(connection, $"INSERT INTO {table} ({string.Join(", ", shape.Columns)}) VALUES ({string.Join(", ", shape.Columns.Select(c => "@" + c))})", shape, shape.Columns);

    /// <summary>Updates those of the columns that the table has.</summary>
    public static RawStatement Update(DbConnection connection, string table, RawRow shape, params ReadOnlySpan<string> columns)
    {
        List<string> known = [.. columns.ToArray().Where(c => shape.Columns.Contains(c, StringComparer.Ordinal))];
        return new(connection, $"UPDATE {table} SET {string.Join(", ", known.Select(c => $"{c} = @{c}"))} WHERE id = @id", shape, [.. known, "id"]);
    }

    public async Task ExecuteAsync(DbTransaction transaction, RawRow row, CancellationToken cancellationToken)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < _columns.Count; i++)
        {
            _command.Parameters[i].Value = row.Values[_columns[i]];
        }

        if (await _command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            throw new InvalidOperationException($"not one row: {_command.CommandText}");
        }
    }

    /// <summary>Prepares it on the server; SQLite does at the first use.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _command.PrepareAsync(cancellationToken);

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
