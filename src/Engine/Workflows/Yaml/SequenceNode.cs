namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>A list.</summary>
internal sealed class SequenceNode(int start) : YamlNode(start)
{
    public List<YamlNode> Items { get; } = [];
}
