using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>A step as read, with the nodes that the checks across steps point at.</summary>
internal sealed class StepDraft
{
    public required YamlNode Node { get; init; }

    /// <summary>Null when it is missing or no text.</summary>
    public ScalarNode? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<ScalarNode> Needs { get; init; } = [];

    public ScalarNode? Prompt { get; init; }

    public ScalarNode? Run { get; init; }

    public IReadOnlyList<string>? Shell { get; init; }

    public AgentSection? Agent { get; init; }

    public IReadOnlyList<MappingEntry> Env { get; init; } = [];

    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    public long? TimeoutSeconds { get; init; }

    public required RetrySection Retry { get; init; }

    public bool ContinueOnError { get; init; }
}
