using Signalbox.Engine.Workflows.Import.Jinja;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>A step of a platform workflow as read: its names are known before any of its texts is translated.</summary>
internal sealed class PlatformStep
{
    public required ImportSection Section { get; init; }

    /// <summary>Our id.</summary>
    public required string Id { get; init; }

    /// <summary>What other steps may call it: its id and its name.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    public required string? Title { get; init; }

    public required ScalarNode? Agent { get; init; }

    public required ScalarNode? Prompt { get; init; }

    /// <summary>The prompt's parts; null when it has none or they are not translated.</summary>
    public required IReadOnlyList<JinjaNode>? Template { get; init; }

    public required ScalarNode? ConditionNode { get; init; }

    public required JinjaExpression? Condition { get; init; }

    /// <summary>Values of its own for its prompt, by name.</summary>
    public required IReadOnlyList<(ScalarNode Name, ScalarNode Node, JinjaExpression Value)> Mappings { get; init; }

    /// <summary>Name of its output as written; null when it has none.</summary>
    public required ScalarNode? OutputKey { get; init; }

    public required IReadOnlyList<ScalarNode> Dependencies { get; init; }

    /// <summary>Name of its output here; null when it has none.</summary>
    public string? Output { get; set; }

    /// <summary>Steps that it waits for, by our ids.</summary>
    public List<string> Needs { get; } = [];
}
