using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Signalbox.Engine.Workflows;

/// <summary>
/// Plain values: null, string, bool, long, double, <see cref="IReadOnlyList{T}"/> and <see cref="IReadOnlyDictionary{TKey,TValue}"/>
/// of plain values. Inputs, outputs, metadata and template models are made of nothing else. Their JSON is deterministic:
/// equal values give equal text, with the names of a dictionary in ordinal order, and reading gives the value back.
/// </summary>
public static class PlainValue
{
    /// <summary>Most levels of lists and dictionaries inside one another.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>JSON text of a plain value. Not escaped for HTML.</summary>
    /// <exception cref="ArgumentException">It is not a plain value, is nested too deeply, or holds a number that JSON cannot.</exception>
    public static string ToJson(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, value, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The plain value of a JSON text. A whole number that fits 64 bits is a long, another number a double.</summary>
    /// <exception cref="JsonException">It is not JSON, names a property twice, or is nested too deeply.</exception>
    public static object? FromJson(string json)
    {
        using var document = JsonDocument.Parse(json, ReaderOptions);
        return FromElement(document.RootElement);
    }

    /// <summary>The plain value of a JSON element.</summary>
    public static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => FromNumber(element),
        JsonValueKind.Array => element.EnumerateArray().Select(FromElement).ToList(),
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => FromElement(p.Value), StringComparer.Ordinal),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    // GetRawText tells 1 from 1.0, which GetInt64 may not
    private static object FromNumber(JsonElement element) =>
        long.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : (object)element.GetDouble();

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth >= MaxDepth && value is IEnumerable and not string)
        {
            throw new ArgumentException($"The value is nested deeper than {MaxDepth} levels.", nameof(value));
        }

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                var digits = number.ToString("R", CultureInfo.InvariantCulture);
                // a double stays one when it is read again
                writer.WriteRawValue(digits.AsSpan().IndexOfAny('.', 'E') >= 0 ? digits : digits + ".0");
                break;
            case IReadOnlyDictionary<string, object?> names:
                writer.WriteStartObject();
                foreach (var (name, item) in names.OrderBy(n => n.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is not a plain value.", nameof(value));
        }
    }
}
