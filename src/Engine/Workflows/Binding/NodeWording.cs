using System.Globalization;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Says what a node is, for "... must be a text, and this is a list".</summary>
internal static class NodeWording
{
    public static string Describe(YamlNode node) => node switch
    {
        SequenceNode => "a list",
        MappingNode => "a mapping",
        ScalarNode { Kind: ScalarKind.Null } => "empty",
        ScalarNode { Kind: ScalarKind.Boolean } flag => $"the boolean {flag.Text}",
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number => $"the number {number.Text}",
        ScalarNode text => $"the text {Wording.Quote(text.Text)}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>The plain value of a node (<see cref="PlainValue"/>).</summary>
    public static object? ToPlain(YamlNode node) => node switch
    {
        ScalarNode scalar => scalar.Value,
        SequenceNode list => list.Items.Select(ToPlain).ToList(),
        MappingNode map => map.Entries.ToDictionary(e => e.Key.Text, e => ToPlain(e.Value), StringComparer.Ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>A scalar that is a number JSON cannot hold; null when there is none.</summary>
    public static ScalarNode? FindInfinite(YamlNode node) => node switch
    {
        ScalarNode { Value: double value } scalar when !double.IsFinite(value) => scalar,
        SequenceNode list => list.Items.Select(FindInfinite).FirstOrDefault(n => n is not null),
        MappingNode map => map.Entries.Select(e => FindInfinite(e.Value)).FirstOrDefault(n => n is not null),
        _ => null,
    };

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
