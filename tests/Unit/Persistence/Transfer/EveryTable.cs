using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>Two rows in each table of the model, with a value in every column: what a feature adds is in them by itself.</summary>
internal static class EveryTable
{
    private const string Text = "line 1\nline \"2\" \\ äöü 😀 '3' <b> ";

    public static async Task FillAsync(Database database, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var entities = context.Model.GetEntityTypes().ToDictionary(e => e.GetTableName()!, StringComparer.Ordinal);
        var tables = DataTable.Of(context.Model);
        await database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                foreach (var table in tables)
                {
                    foreach (var number in (int[])[1, 2])
                    {
                        var columns = Columns(entities[table.Name]).Select(p => (Name: p.GetColumnName(), Value: Value(p, number))).ToList();
                        var sql = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
                        await scope.ExecuteAsync(sql, [.. columns.Select((c, i) => ($"@p{i}", c.Value))], cancellationToken);
                    }
                }

                return true;
            },
            cancellationToken);
    }

    private static IEnumerable<IProperty> Columns(ITypeBase type) => type.GetProperties().Concat(type.GetComplexProperties().SelectMany(c => Columns(c.ComplexType)));

    private static object? Value(IProperty property, int number)
    {
        var table = property.DeclaringType.ContainingEntityType.GetTableName()!;
        var column = (table, property.GetColumnName());
        if (TransferRules.Homes.Contains(column) || TransferRules.Holders.Contains(column))
        {
            return null;
        }

        foreach (var key in property.GetContainingForeignKeys())
        {
            if (key.PrincipalEntityType == key.DeclaringEntityType)
            {
                return number == 1 ? null : Value(key.PrincipalKey.Properties[0], 1);
            }

            return Value(key.PrincipalKey.Properties[key.Properties.ToList().IndexOf(property)], number);
        }

        return Plain(property, number);
    }

    private static object Plain(IProperty property, int number)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            return Enum.GetNames(type)[^1];
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>)))
        {
            return (string)type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)! + number.ToString("D12", CultureInfo.InvariantCulture);
        }

        var isKey = property.IsPrimaryKey() || property.GetContainingIndexes().Any(i => i.IsUnique);
        return type switch
        {
            _ when type == typeof(string) => isKey ? $"key-{number}" : Text + number.ToString(CultureInfo.InvariantCulture),
            _ when type == typeof(bool) => number == 1,
            _ when type == typeof(int) => number,
            _ when type == typeof(long) => (long.MaxValue / 2) + number,
            _ when type == typeof(decimal) => 0.1234567m * number,
            _ when type == typeof(double) => 0.1 * number,
            _ when type == typeof(byte[]) => (byte[])[0, 10, 255, (byte)number],
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 1, 12, 0, number, TimeSpan.Zero).UtcTicks + 1,
            _ when type == typeof(DateOnly) => new DateOnly(2026, 3, number),
            _ when type == typeof(object) => "{\"a\":1.50}",
            _ when type == typeof(FactDetail) => "{\"fact\":\"ConfigurationApplied\",\"version\":\"1.0.0\",\"by\":\"ann\"}",
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => type == typeof(IReadOnlyList<string>) ? "[\"one\",\"zwei\"]" : "[]",
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => "{\"k\":\"v\"}",
            _ => throw new NotSupportedException($"no value for {property.DeclaringType.DisplayName()}.{property.Name} of {type}"),
        };
    }
}
