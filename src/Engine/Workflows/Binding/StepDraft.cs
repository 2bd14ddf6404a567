using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>A step as read, with the nodes that the checks across steps point at.</summary>
internal sealed class StepDraft
{
    public required SectionReader Section { get; init; }

    /// <summary>What it does; agent where it says nothing or too much.</summary>
    public required StepKinds Kind { get; init; }

    /// <summary>Null when it is missing or no text.</summary>
    public ScalarNode? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<ScalarNode> Needs { get; init; } = [];

    public ExpressionText? When { get; init; }

    public IReadOnlyList<(ScalarNode Name, ExpressionText Value)> With { get; init; } = [];

    public ScalarNode? Prompt { get; init; }

    public ScalarNode? Run { get; init; }

    public ScalarNode? Workflow { get; init; }

    public ApprovalSection? Approval { get; init; }

    public ChangeApproval? ChangeApproval { get; init; }

    public IReadOnlyList<string>? Shell { get; init; }

    public AgentSection? Agent { get; init; }

    public IReadOnlyList<MappingEntry> Env { get; init; } = [];

    public IReadOnlyList<ScalarNode> Secrets { get; init; } = [];

    public ScalarNode? Repository { get; init; }

    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    public long? TimeoutSeconds { get; init; }

    public required RetrySection Retry { get; init; }

    public bool ContinueOnError { get; init; }

    public ForEachDraft? ForEach { get; init; }

    public ScalarNode? VerifyRun { get; init; }

    public VerifyDefinition? Verify { get; init; }

    public bool ExpectChanges { get; init; }

    public bool Cache { get; init; }

    public IReadOnlyList<EdgeDraft> Next { get; init; } = [];

    public int? MaxVisits { get; init; }

    public int? Priority { get; init; }

    public IReadOnlyList<ScalarNode> Informs { get; init; } = [];

    public IterateDefinition? Iterate { get; init; }

    public IReadOnlyList<ScalarNode> AcceptanceCriteria { get; init; } = [];

    public string? DoneWhen { get; init; }

    public Methodology? Methodology { get; init; }

    public IReadOnlyList<ScalarNode> Capabilities { get; init; } = [];

    public ScalarNode? Role { get; init; }

    public ToolsDefinition? Tools { get; init; }

    public ScalarNode? Feature { get; init; }

    public string? TaskType { get; init; }

    /// <summary>Whether a worker claims it: no agent of its own, and capabilities, or a role where no agent is the default.</summary>
    public bool IsForWorkers(DefaultsSection defaults) =>
        Kind == StepKinds.Agent && Section.KeyOf("agent") is null && (Section.KeyOf("capabilities") is not null || (Section.KeyOf("role") is not null && !defaults.IsAgentWritten));
}

/// <summary><c>for_each</c> as read.</summary>
internal sealed record ForEachDraft(ExpressionText? In, ScalarNode? AsNode, string As, int? MaxParallel);

/// <summary>An edge of a graph as read.</summary>
internal sealed record EdgeDraft(ScalarNode To, ExpressionText? When);
