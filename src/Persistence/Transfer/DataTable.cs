using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Signalbox.Persistence.Transfer;

/// <summary>A table of the model, as an export has it.</summary>
internal sealed class DataTable
{
    private DataTable(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        var columns = new List<DataColumn>();
        Add(entity, columns);
        Columns = columns;
        Select = SelectOf(entity);
    }

    public string Name { get; }

    public IReadOnlyList<DataColumn> Columns { get; }

    /// <summary>All rows, in the order of the columns; rows that others refer to first.</summary>
    public string Select { get; }

    /// <summary>The tables of an export; those that others refer to first.</summary>
    public static IReadOnlyList<DataTable> Of(IModel model)
    {
        var left = model.GetEntityTypes()
            .Where(e => e.GetTableName() is { } table && !TransferRules.NotExported.ContainsKey(table))
            .OrderBy(e => e.GetTableName(), StringComparer.Ordinal)
            .ToList();
        var tables = new List<DataTable>();
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(e => e.GetForeignKeys().All(k => k.PrincipalEntityType == e || !left.Contains(k.PrincipalEntityType)))
                ?? throw new InvalidOperationException($"the tables {string.Join(", ", left.Select(e => e.GetTableName()))} refer to each other: they can be filled in no order");
            left.Remove(next);
            tables.Add(new DataTable(next));
        }

        return tables;
    }

    /// <summary>A column by its name; null when there is none.</summary>
    public DataColumn? Find(string column) => Columns.FirstOrDefault(c => string.Equals(c.Name, column, StringComparison.Ordinal));

    private static void Add(ITypeBase type, List<DataColumn> columns)
    {
        columns.AddRange(type.GetProperties().Select(p => new DataColumn(p)));
        foreach (var complex in type.GetComplexProperties())
        {
            Add(complex.ComplexType, columns);
        }
    }

    private static string Quoted(string name) => $"\"{name}\"";

    private string SelectOf(IEntityType entity)
    {
        var table = Quoted(Name);
        var keys = entity.FindPrimaryKey()!.Properties.Select(p => Quoted(p.GetColumnName())).ToList();
        var columns = string.Join(", ", Columns.Select(c => "t." + Quoted(c.Name)));
        var order = string.Join(", ", keys.Select(k => "t." + k));
        if (entity.GetForeignKeys().FirstOrDefault(k => k.PrincipalEntityType == entity) is not { } self)
        {
            return $"SELECT {columns} FROM {table} t ORDER BY {order}";
        }

        // Rows of one table that refer to each other: level by level.
        var key = Quoted(self.PrincipalKey.Properties.Single().GetColumnName());
        var parent = Quoted(self.Properties.Single().GetColumnName());
        return $"WITH RECURSIVE level (k, depth) AS (SELECT {key}, 0 FROM {table} WHERE {parent} IS NULL "
            + $"UNION ALL SELECT c.{key}, l.depth + 1 FROM {table} c JOIN level l ON c.{parent} = l.k) "
            + $"SELECT {columns} FROM {table} t JOIN level l ON l.k = t.{key} ORDER BY l.depth, {order}";
    }
}
