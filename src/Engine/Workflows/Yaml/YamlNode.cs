namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>A node of a composed document. Nodes behind an alias are shared, never copied.</summary>
/// <param name="start">Offset in the source where the node begins.</param>
internal abstract class YamlNode(int start)
{
    public int Start { get; } = start;

    /// <summary>Nodes in it, itself included, aliases counted as often as they are used.</summary>
    public int ExpandedCount { get; set; } = 1;

    /// <summary>Levels of nesting, 1 for a scalar.</summary>
    public int Height { get; set; } = 1;
}
