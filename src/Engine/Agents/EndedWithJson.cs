using System.Text.Json;

namespace Signalbox.Engine.Agents;

/// <summary>The JSON object that an agent's text ends with, as plain values: string, bool, long, double, null, list, dictionary.</summary>
internal static class EndedWithJson
{
    private const int MaxLength = 1024 * 1024;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The whole text, or the fenced block at its end, when that is a JSON object; else null.</summary>
    public static IReadOnlyDictionary<string, object?>? Find(string? text)
    {
        var trimmed = text?.Trim();
        return trimmed is null or { Length: 0 or > MaxLength } ? null : Parse(trimmed) ?? Parse(LastFencedBlock(trimmed));
    }

    private static string? LastFencedBlock(string text)
    {
        if (!text.EndsWith("```", StringComparison.Ordinal))
        {
            return null;
        }

        var body = text[..^3];
        var open = body.LastIndexOf("```", StringComparison.Ordinal);
        var lineEnd = open < 0 ? -1 : body.IndexOf('\n', open);
        return lineEnd < 0 || body[(open + 3)..lineEnd].Trim() is not ("" or "json" or "JSON") ? null : body[(lineEnd + 1)..].Trim();
    }

    private static IReadOnlyDictionary<string, object?>? Parse(string? text)
    {
        if (text is null || !text.StartsWith('{') || !text.EndsWith('}'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return ToPlain(document.RootElement) as IReadOnlyDictionary<string, object?>;
        }
        catch (JsonException)
        {
            return null; // text that only looks like JSON is text
        }
    }

    private static object? ToPlain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(ToPlain).ToList(),
        JsonValueKind.Object => ToDictionary(element),
        _ => null,
    };

    private static Dictionary<string, object?> ToDictionary(JsonElement element)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            result[property.Name] = ToPlain(property.Value);
        }

        return result;
    }
}
