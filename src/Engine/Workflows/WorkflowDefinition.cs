namespace Signalbox.Engine.Workflows;

/// <summary>A validated, immutable workflow (spec 1 Workflow, spec 2 Workflow; design/workflow-format.md).</summary>
public sealed record WorkflowDefinition
{
    /// <summary>Format version as written, such as <c>1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The slug: <c>^[a-z][a-z0-9_-]*$</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Title for people; null when the slug serves.</summary>
    public string? Title { get; init; }

    /// <summary>Prefix of run keys, upper case; derived from the name when not written.</summary>
    public required string Key { get; init; }

    public string? Description { get; init; }

    public WorkflowType Type { get; init; } = WorkflowType.Simple;

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Free-form metadata: plain values (string, bool, long, double, null, list, dictionary).</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Inputs in the order written.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    /// <summary>Environment of every step.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Repositories by name that the workflow works on; empty: the one that a run is started for.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Variables that hold a free port of the machine each, other ones for each workspace of each run (spec 4 port_manager).</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    public ConcurrencyDefinition Concurrency { get; init; } = new();

    public LimitsDefinition Limits { get; init; } = new(null, null);

    public IReadOnlyList<ScheduleDefinition> Schedule { get; init; } = [];

    /// <summary>Steps in the order written; at least one. The first is where a graph begins.</summary>
    public required IReadOnlyList<StepDefinition> Steps { get; init; }

    /// <summary>The step with this id.</summary>
    public StepDefinition Step(string id) => Steps.First(s => string.Equals(s.Id, id, StringComparison.Ordinal));
}
