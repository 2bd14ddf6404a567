using System.Data;
using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Values;

namespace Signalbox.Persistence.Transfer;

/// <summary>Values of an export, read as they are stored.</summary>
internal static class DataValue
{
    /// <summary>Every tick.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public const string DateFormat = "yyyy-MM-dd";

    /// <summary>Type of a parameter that carries such values.</summary>
    public static DbType TypeOf(TransferKind kind) => kind switch
    {
        TransferKind.Text => DbType.String,
        TransferKind.Integer or TransferKind.Time => DbType.Int64,
        TransferKind.Boolean => DbType.Boolean,
        TransferKind.Decimal => DbType.Decimal,
        TransferKind.Bytes => DbType.Binary,
        TransferKind.Real => DbType.Double,
        TransferKind.Date => DbType.Date,
    };

    /// <summary>The value as stored, or what is allowed in its place; neither for null.</summary>
    public static (object? Value, string? Fault) Read(TransferKind kind, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        try
        {
            return TryRead(kind, json) is { } value ? (value, null) : (null, $"allowed is {Allowed(kind)}");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped.
            return (null, "holds what is no text");
        }
    }

    private static object? TryRead(TransferKind kind, JsonElement json) => kind switch
    {
        TransferKind.Text => Text(json) is { } text && string.Equals(text, StorableTextConverter.Clean(text), StringComparison.Ordinal) ? text : null,
        TransferKind.Integer => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) ? whole : null,
        TransferKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null,
        TransferKind.Time => DateTimeOffset.TryParseExact(Text(json), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcTicks : null,
        TransferKind.Decimal => decimal.TryParse(Text(json), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact) ? exact : null,
        TransferKind.Bytes => json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out var bytes) ? bytes : null,
        TransferKind.Real => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var real) ? real : null,
        TransferKind.Date => DateOnly.TryParseExact(Text(json), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
    };

    private static string? Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    private static string Allowed(TransferKind kind) => kind switch
    {
        TransferKind.Text => "a text without NUL",
        TransferKind.Integer => "a whole number",
        TransferKind.Boolean => "true or false",
        TransferKind.Time => "a time such as 2026-03-01T12:00:00.0000000Z",
        TransferKind.Decimal => "a decimal number in quotes",
        TransferKind.Bytes => "base64",
        TransferKind.Real => "a number",
        TransferKind.Date => "a day such as 2026-03-01",
    };
}
