using System.Globalization;
using System.Text.Json;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>A value that a schema names (<c>enum</c>, <c>const</c>).</summary>
/// <param name="Shown">How it is told to a person.</param>
/// <param name="Canonical">The same text for equal values, in the sense of JSON Schema: 1 is 1.0, the order of keys does not count.</param>
internal sealed record SchemaValue(string Shown, string Canonical)
{
    public static SchemaValue Of(JsonElement element) =>
        new(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(), OfElement(element));

    /// <summary>The canonical text of a node of a document.</summary>
    public static string Text(YamlNode node) => node switch
    {
        ScalarNode { Value: null } => "null",
        ScalarNode { Value: bool flag } => flag ? "true" : "false",
        ScalarNode { Value: long or double } number => Number(Convert.ToDouble(number.Value, CultureInfo.InvariantCulture)),
        ScalarNode text => Quoted(text.Text),
        SequenceNode list => List(list.Items.Select(Text)),
        MappingNode map => Map(map.Entries.Select(e => (e.Key.Text, Text(e.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string OfElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Quoted(element.GetString()!),
        JsonValueKind.Number => Number(element.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => List(element.EnumerateArray().Select(OfElement)),
        JsonValueKind.Object => Map(element.EnumerateObject().Select(p => (p.Name, OfElement(p.Value)))),
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static string Map(IEnumerable<(string Key, string Value)> entries) =>
        $"{{{string.Join(',', entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{Quoted(e.Key)}:{e.Value}"))}}}";
}
