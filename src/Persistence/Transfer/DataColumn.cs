using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Transfer;

/// <summary>A column of the model, as an export has it.</summary>
internal sealed class DataColumn
{
    private readonly JsonEncodedText _member;
    private readonly ValueConverter? _converter;
    private readonly Type _type;
    private readonly string? _idPrefix;

    public DataColumn(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        Name = property.GetColumnName();
        _member = JsonEncodedText.Encode(Name);
        _converter = mapping.Converter;
        _type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        _idPrefix = Array.Exists(_type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>))
            ? (string)_type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
            : null;
        Kind = KindOf(_type, _converter?.ProviderClrType ?? mapping.ClrType);
    }

    public string Name { get; }

    public TransferKind Kind { get; }

    /// <summary>Writes the value of a row; NULL is no member.</summary>
    public void Write(Utf8JsonWriter json, DbDataReader row, int at)
    {
        if (row.IsDBNull(at))
        {
            return;
        }

        switch (Kind)
        {
            case TransferKind.Text:
                // Statements of our own may have written what no converter has seen.
                json.WriteString(_member, StorableTextConverter.Clean(row.GetString(at)));
                break;
            case TransferKind.Integer:
                json.WriteNumber(_member, row.GetInt64(at));
                break;
            case TransferKind.Boolean:
                json.WriteBoolean(_member, row.GetBoolean(at));
                break;
            case TransferKind.Time:
                json.WriteString(_member, new DateTimeOffset(row.GetInt64(at), TimeSpan.Zero).ToString(DataValue.TimeFormat, CultureInfo.InvariantCulture));
                break;
            case TransferKind.Decimal:
                json.WriteString(_member, row.GetDecimal(at).ToString(CultureInfo.InvariantCulture));
                break;
            case TransferKind.Bytes:
                json.WriteBase64String(_member, row.GetFieldValue<byte[]>(at));
                break;
            case TransferKind.Real:
                json.WriteNumber(_member, row.GetDouble(at));
                break;
            case TransferKind.Date:
                json.WriteString(_member, row.GetFieldValue<DateOnly>(at).ToString(DataValue.DateFormat, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>Whether the model could read a value as stored: null when it can, else why not.</summary>
    public string? FaultOf(object value)
    {
        if (_type.IsEnum)
        {
            return value is string name && Enum.GetNames(_type).Contains(name, StringComparer.Ordinal)
                ? null
                : $"found '{value}', allowed is {string.Join(", ", Enum.GetNames(_type))}";
        }

        if (_idPrefix is not null)
        {
            return value is string id && id.Length == _idPrefix.Length + EntityId.RandomLength && id.StartsWith(_idPrefix, StringComparison.Ordinal) && id.Skip(_idPrefix.Length).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                ? null
                : $"found '{value}', allowed is an id that begins with {_idPrefix}";
        }

        if (_converter is null or StorableTextConverter)
        {
            return null;
        }

        try
        {
            _converter.ConvertFromProvider(value);
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidCastException or InvalidOperationException or NullReferenceException or OverflowException or NotSupportedException)
        {
            return $"cannot be read as what it should be: {e.Message}";
        }
    }

    private static TransferKind KindOf(Type type, Type stored) => (type, Nullable.GetUnderlyingType(stored) ?? stored) switch
    {
        (var t, var s) when t == typeof(DateTimeOffset) && s == typeof(long) => TransferKind.Time,
        (_, var s) when s == typeof(string) => TransferKind.Text,
        (_, var s) when s == typeof(long) || s == typeof(int) || s == typeof(short) => TransferKind.Integer,
        (_, var s) when s == typeof(bool) => TransferKind.Boolean,
        (_, var s) when s == typeof(decimal) => TransferKind.Decimal,
        (_, var s) when s == typeof(byte[]) => TransferKind.Bytes,
        (_, var s) when s == typeof(double) || s == typeof(float) => TransferKind.Real,
        (_, var s) when s == typeof(DateOnly) => TransferKind.Date,
        _ => throw new NotSupportedException($"a column of {type} that is stored as {stored} has no form in an export"),
    };
}
