using System.Text.Json;

namespace Signalbox.Dashboard.Api;

/// <summary>JSON as the plain values that the engine takes: string, bool, long, double, null, list, dictionary.</summary>
internal static class PlainValues
{
    public static IReadOnlyDictionary<string, object?> Of(IReadOnlyDictionary<string, JsonElement>? values) =>
        (values ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).ToDictionary(p => p.Key, p => Of(p.Value), StringComparer.Ordinal);

    private static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(p => p.Name, p => Of(p.Value), StringComparer.Ordinal),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
