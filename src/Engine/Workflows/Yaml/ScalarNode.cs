namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>A scalar: its text, and what the core schema makes of it.</summary>
/// <param name="start">Offset of its first character.</param>
/// <param name="end">Offset after its last character.</param>
/// <param name="text">Its text after unescaping and folding.</param>
/// <param name="kind">Its kind; a quoted or block scalar is always text.</param>
/// <param name="value">Plain value: null, bool, long, double or string.</param>
internal sealed class ScalarNode(int start, int end, string text, ScalarKind kind, object? value) : YamlNode(start)
{
    public int End { get; } = end;

    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    public object? Value { get; } = value;
}
