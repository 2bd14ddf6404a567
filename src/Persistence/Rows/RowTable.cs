using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Rows;

/// <summary>
/// Inserts and upserts by ADO.NET, from the model's own columns and converters. It stands in for EF Core's change tracker where an executor
/// waits for the commit: one statement for any number of rows, no question first whether a row is there.
/// </summary>
internal sealed class RowTable<T>
    where T : class
{
    // Enough that a statement is no matter any more, few enough that the texts, one for each count, can be kept prepared. Also far below what
    // databases take in parameters (SQLite 32766, before 3.32 999).
    private const int MaxRows = 24;

    private readonly string _table;
    private readonly List<Column> _columns = [];
    private readonly string _columnList;
    private readonly string _update;
    private readonly ConcurrentDictionary<(int Rows, string Conflict), string> _texts = new();

    public RowTable(IModel model)
    {
        var entity = model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model");
        _table = entity.GetTableName()!;
        var key = entity.FindPrimaryKey()!.Properties;
        Add(entity, []);
        _columnList = string.Join(", ", _columns.Select(c => Quoted(c.Name)));

        // What is written once is left out: SQLite writes every index anew whose columns an UPDATE names, changed or not.
        var changing = _columns.Where(c => c.Changes).Select(c => $"{Quoted(c.Name)} = excluded.{Quoted(c.Name)}").ToList();
        var conflict = $" ON CONFLICT ({string.Join(", ", key.Select(p => Quoted(p.GetColumnName())))}) DO ";
        _update = conflict + (changing.Count == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", changing));
    }

    /// <summary>Inserts the rows, now or before the transaction ends.</summary>
    public Task InsertAsync(WriteScope scope, IReadOnlyList<T> rows, CancellationToken cancellationToken) => WriteSomeTimeAsync(scope, rows, "", cancellationToken);

    /// <summary>Inserts the rows that break no unique key; the number inserted. <paramref name="overrides"/> replace a column's value in all of them.</summary>
    public Task<int> TryInsertAsync(WriteScope scope, IReadOnlyList<T> rows, CancellationToken cancellationToken, params IReadOnlyList<(string Column, object Value)> overrides) =>
        WriteAsync(scope, rows, " ON CONFLICT DO NOTHING", overrides, cancellationToken);

    /// <summary>Inserts the rows, or writes the columns that can change of those that are there, now or before the transaction ends.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="where">Which of those that are there: a condition, or empty for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task UpsertAsync(WriteScope scope, IReadOnlyList<T> rows, string where, CancellationToken cancellationToken) =>
        WriteSomeTimeAsync(scope, rows, where.Length == 0 ? _update : $"{_update} WHERE {where}", cancellationToken);

    private async Task WriteSomeTimeAsync(WriteScope scope, IReadOnlyList<T> rows, string conflict, CancellationToken cancellationToken)
    {
        foreach (var part in rows.Chunk(MaxRows))
        {
            var sql = Text(part.Length, conflict);
            if (scope.Later(sql) is { } later)
            {
                SetParameters(scope.Blank, later.Parameters, part, []);
            }
            else
            {
                await WriteAsync(scope, part, conflict, [], cancellationToken);
            }
        }
    }

    private async Task<int> WriteAsync(
        WriteScope scope, IReadOnlyList<T> rows, string conflict, IReadOnlyList<(string Column, object Value)> overrides, CancellationToken cancellationToken)
    {
        var written = 0;
        await scope.SendAsync(cancellationToken);
        foreach (var part in rows.Chunk(MaxRows))
        {
            var command = scope.KeptCommand(Text(part.Length, conflict));
            SetParameters(command, command.Parameters, part, overrides);
            written += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return written;
    }

    private void SetParameters(DbCommand command, DbParameterCollection parameters, T[] rows, IReadOnlyList<(string Column, object Value)> overrides)
    {
        var isNew = parameters.Count == 0;
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < _columns.Count; column++)
            {
                var value = Value(_columns[column], rows[row], overrides);
                if (isNew)
                {
                    parameters.Add(_columns[column].Mapping.CreateParameter(command, Name(row, column), value, nullable: true));
                }
                else
                {
                    parameters[(row * _columns.Count) + column].Value = _columns[column].ToStored(value);
                }
            }
        }
    }

    private static object? Value(Column column, T entity, IReadOnlyList<(string Column, object Value)> overrides)
    {
        foreach (var (name, instead) in overrides)
        {
            if (string.Equals(name, column.Name, StringComparison.Ordinal))
            {
                return instead;
            }
        }

        return column.Read(entity);
    }

    // A name may be a word of SQL, such as "commit".
    private static string Quoted(string name) => $"\"{name}\"";

    private static string Name(int row, int column) => $"@p{row}_{column}";

    private string Text(int rows, string conflict) => _texts.GetOrAdd((rows, conflict), static (key, table) => table.Sql(key.Rows, key.Conflict), this);

    private string Sql(int rows, string conflict)
    {
        var sql = new StringBuilder($"INSERT INTO {_table} ({_columnList}) VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", Enumerable.Range(0, _columns.Count).Select(c => Name(row, c))).Append(')');
        }

        return sql.Append(conflict).ToString();
    }

    private void Add(ITypeBase type, IReadOnlyList<PropertyInfo> path)
    {
        foreach (var property in type.GetProperties())
        {
            _columns.Add(new Column(property.GetColumnName(), property.GetRelationalTypeMapping(), [.. path, property.PropertyInfo!]));
        }

        foreach (var complex in type.GetComplexProperties())
        {
            Add(complex.ComplexType, [.. path, complex.PropertyInfo!]);
        }
    }

    private sealed record Column(string Name, RelationalTypeMapping Mapping, IReadOnlyList<PropertyInfo> Path)
    {
        /// <summary>Whether it can change once the entity is made: then somewhere on its path there is more than an init accessor.</summary>
        public bool Changes => Path.Any(p => p.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));

        /// <summary>A value of the model as the parameter carries it; the same that the mapping puts into a new parameter.</summary>
        public object ToStored(object? value) => (Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;

        /// <summary>The value as the model knows it; null also where the complex value that holds it is.</summary>
        public object? Read(object entity)
        {
            object? value = entity;
            foreach (var property in Path)
            {
                if (value is null)
                {
                    return null;
                }

                value = property.GetValue(value);
            }

            return value;
        }
    }
}
