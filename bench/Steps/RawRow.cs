using System.Data.Common;

namespace Signalbox.Bench.Steps;

/// <summary>A stored row as the driver reads it: a copy of it has the same shape, whatever the schema.</summary>
internal sealed class RawRow
{
    private RawRow(IReadOnlyList<string> columns, IReadOnlyList<string> types, Dictionary<string, object> values) => (Columns, Types, Values) = (columns, types, values);

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The database's names of the columns' types, in their order.</summary>
    public IReadOnlyList<string> Types { get; }

    public Dictionary<string, object> Values { get; }

    public static async Task<List<RawRow>> ReadAsync(DbConnection connection, string sql, string id, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly; the id is a parameter
        command.CommandText = sql;
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@id", id);
        command.Parameters.Add(parameter);
        List<RawRow> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var columns = Enumerable.Range(0, reader.FieldCount).ToList();
            rows.Add(new RawRow(
                [.. columns.Select(reader.GetName)],
                [.. columns.Select(reader.GetDataTypeName)],
                columns.ToDictionary(reader.GetName, reader.GetValue, StringComparer.Ordinal)));
        }

        return rows;
    }

    /// <summary>A copy with some values replaced; of those it does not have, nothing comes.</summary>
    public RawRow With(params ReadOnlySpan<(string Column, object Value)> changes)
    {
        var copy = new RawRow(Columns, Types, new Dictionary<string, object>(Values, StringComparer.Ordinal));
        foreach (var (column, value) in changes)
        {
            if (copy.Values.ContainsKey(column))
            {
                copy.Values[column] = value;
            }
        }

        return copy;
    }
}
