using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Features;

/// <summary>A part of a spec, read leniently: what is not there or of another kind is nothing. The schema has said so already.</summary>
internal sealed class SpecPart(MappingNode? node, SourceText source)
{
    /// <summary>Line in the file; 0 when the part is not there.</summary>
    public int Line => node is null ? 0 : source.Position(node.Start).Line;

    /// <summary>A text, or another scalar as it is written; an empty one is none.</summary>
    public string? Text(string key) => Find(key) is ScalarNode { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar ? scalar.Text : null;

    public long? Whole(string key) => Find(key) is ScalarNode { Value: long number } ? number : null;

    public SpecPart Part(string key) => new(Find(key) as MappingNode, source);

    /// <summary>The items of a list that are mappings.</summary>
    public IEnumerable<SpecPart> Parts(string key) => Of(Find(key));

    public IReadOnlyList<string> Texts(string key) => TextsOrNull(key) ?? [];

    /// <summary>The texts of a list; null when there is none.</summary>
    public IReadOnlyList<string>? TextsOrNull(string key) =>
        Find(key) is SequenceNode list ? [.. list.Items.OfType<ScalarNode>().Where(s => s.Kind != ScalarKind.Null).Select(s => s.Text)] : null;

    /// <summary>A value of any kind as JSON; null when it is not there.</summary>
    public string? Json(string key) => Find(key) is { } value && NodeWording.FindInfinite(value) is null ? PlainValue.ToJson(NodeWording.ToPlain(value)) : null;

    /// <summary>Each key that holds a list, with the list's items that are mappings.</summary>
    public IEnumerable<(string Key, SpecPart Item)> Grouped() =>
        (node?.Entries ?? []).SelectMany(e => Of(e.Value).Select(item => (e.Key.Text, item)));

    private IEnumerable<SpecPart> Of(YamlNode? list) => list is SequenceNode items ? items.Items.OfType<MappingNode>().Select(m => new SpecPart(m, source)) : [];

    private YamlNode? Find(string key) => node?.Find(key)?.Value;
}
