using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>A workflow of the document (spec 2, Configuration: <c>workflows</c>).</summary>
public sealed record ConfiguredWorkflow
{
    /// <summary>Its key, the slug that people type.</summary>
    public required string Slug { get; init; }

    /// <summary>False: it is listed and cannot be started; what it lacks is no fault.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Title for people; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>What it does; null while it is switched off.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>The workflow as a file of its own, in the format that repositories use; empty while it is switched off.</summary>
    public string Yaml => Text.Value;

    /// <summary>Line of its key, from 1.</summary>
    public required int Line { get; init; }

    internal Lazy<string> Text { get; init; } = new("");
}
