using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workflows;

/// <summary>One immutable version of a workflow.</summary>
public sealed class WorkflowVersion
{
    public required WorkflowVersionId Id { get; init; }

    public required WorkflowId WorkflowId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The YAML as written.</summary>
    public required string Yaml { get; init; }

    /// <summary>SHA-256 of the YAML's bytes, hex.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version as one run has it, to which steps were added.</summary>
    public WorkflowVersion With(string yaml) => new() { Id = Id, WorkflowId = WorkflowId, Number = Number, Yaml = yaml, Sha256 = Sha256, CreatedAt = CreatedAt };
}
