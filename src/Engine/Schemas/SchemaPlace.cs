using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>Where a node stands in its document, in words that a person finds again: <c>tasks.qa[0] ('QA-001')</c>.</summary>
internal sealed class SchemaPlace
{
    private static readonly string[] NameKeys = ["id", "name", "title"];

    private readonly SchemaPlace? parent;
    private readonly string part;
    private readonly YamlNode node;

    private SchemaPlace(SchemaPlace? parent, string part, YamlNode node)
    {
        this.parent = parent;
        this.part = part;
        this.node = node;
    }

    public static SchemaPlace Root(YamlNode node) => new(null, "", node);

    public SchemaPlace Key(MappingEntry entry) => new(this, entry.Key.Text, entry.Value);

    public SchemaPlace Item(int index, YamlNode item) => new(this, string.Create(CultureInfo.InvariantCulture, $"[{index}]"), item);

    public override string ToString() => parent is null ? "the document" : $"{Path()}{Name()}";

    /// <summary>As the beginning of a sentence; a path keeps its spelling.</summary>
    public string Capital() => parent is null ? "The document" : ToString();

    private string Path() =>
        parent is null ? "" : part.StartsWith('[') || parent.parent is null ? parent.Path() + part : $"{parent.Path()}.{part}";

    /// <summary>What stands in an item of a list is told by the item's own name as well: nobody counts.</summary>
    private string Name()
    {
        for (var place = this; place is not null; place = place.parent)
        {
            if (place.part.StartsWith('[') && place.node is MappingNode map)
            {
                var name = NameKeys.Select(k => map.Find(k)?.Value as ScalarNode).FirstOrDefault(s => s is { Kind: ScalarKind.Text, Text.Length: > 0 });
                return name is null ? "" : $" ({Wording.Quote(name.Text)})";
            }
        }

        return "";
    }
}
