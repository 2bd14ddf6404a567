namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>What a scalar is under the YAML 1.2 core schema.</summary>
internal enum ScalarKind
{
    Null = 0,
    Boolean = 1,
    Integer = 2,
    Float = 3,
    Text = 4,
}
