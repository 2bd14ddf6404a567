using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Workflows;

/// <summary>A step as it will run: defaults applied, names checked (spec 1 WorkflowStep).</summary>
public sealed record StepDefinition
{
    public required string Id { get; init; }

    /// <summary>Name for people; the id when none was written.</summary>
    public required string Name { get; init; }

    /// <summary>Line of the step in its file, from 1.</summary>
    public required int Line { get; init; }

    public required StepKind Kind { get; init; }

    /// <summary>Steps that must have ended before this one begins, in the order written.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Agent of a step that any worker with its <see cref="Capabilities"/> and <see cref="Role"/> may claim.</summary>
    public const string AnyWorker = "worker";

    /// <summary>Agent id of an agent's step; <c>shell</c> for a shell step, <see cref="AnyWorker"/> where capabilities or a role stand in its place.</summary>
    public required string Agent { get; init; }

    /// <summary>Model for the agent; null leaves it to the agent.</summary>
    public string? Model { get; init; }

    /// <summary>Agent options as plain values, from <c>agent: {options: ...}</c>.</summary>
    public IReadOnlyDictionary<string, object?> AgentOptions { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Handlebars template of an agent's step.</summary>
    public string? Prompt { get; init; }

    /// <summary>Script of a shell step; never interpolated with inputs.</summary>
    public string? Run { get; init; }

    /// <summary>Interpreter and its arguments for a shell step.</summary>
    public IReadOnlyList<string> Shell { get; init; } = ["/bin/sh", "-e"];

    /// <summary>Environment of this step, templates allowed in values; on top of the workflow's.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Longest time one attempt may take.</summary>
    public required TimeSpan Timeout { get; init; }

    public RetryDefinition Retry { get; init; } = new();

    /// <summary>A failure of this step does not fail the run.</summary>
    public bool ContinueOnError { get; init; }

    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>Condition under which the step runs; null: when what it needs completed.</summary>
    public Expression? When { get; init; }

    /// <summary>Values for this step's templates (<c>with.NAME</c>), or the inputs of its child run.</summary>
    public IReadOnlyDictionary<string, Expression> With { get; init; } = new Dictionary<string, Expression>(StringComparer.Ordinal);

    /// <summary>Names of the secrets that the step gets, as environment.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Repository it works in; null: the run's only one. In a workflow of several each step that works names its own (spec 3, "No inheritance").</summary>
    public string? Repository { get; init; }

    public VerifyDefinition? Verify { get; init; }

    /// <summary>True: success without a change in the workspace is a failure.</summary>
    public bool ExpectChanges { get; init; }

    public ForEachDefinition? ForEach { get; init; }

    /// <summary>The question of an approval step; null for every other kind.</summary>
    public ApprovalDefinition? Approval { get; init; }

    /// <summary>Whether the changes of this step need a person.</summary>
    public ChangeApproval ChangeApproval { get; init; } = ChangeApproval.Auto;

    /// <summary>Type of the work, by which the trust model may decide; null: not said.</summary>
    public string? TaskType { get; init; }

    /// <summary>Slug of the workflow of a child run; null for every other kind.</summary>
    public string? Workflow { get; init; }

    /// <summary>The answer may come from an earlier attempt with the same agent, model, options and prompt.</summary>
    public bool Cache { get; init; }

    /// <summary>Edges of a graph, in the order written; empty ends the path.</summary>
    public IReadOnlyList<NextEdge> Next { get; init; } = [];

    /// <summary>Visits of this step in one run of a graph, at most.</summary>
    public int MaxVisits { get; init; } = 10;

    /// <summary>Of steps that could begin, those with more begin first.</summary>
    public int Priority { get; init; }

    /// <summary>Steps that would like this one to begin before them: an order wish, no wait.</summary>
    public IReadOnlyList<string> Informs { get; init; } = [];

    public IterateDefinition? Iterate { get; init; }

    /// <summary>What must be true of the work; told to the agent.</summary>
    public IReadOnlyList<string> AcceptanceCriteria { get; init; } = [];

    /// <summary>What the worker that claims the step must be able to do, all of it.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Role that the worker must have; null: any.</summary>
    public string? Role { get; init; }

    /// <summary>The only tools that the agent may use and the MCP servers that it gets; null: the agent's own choice.</summary>
    public ToolsDefinition? Tools { get; init; }

    /// <summary>What the work belongs to, a template over inputs, <c>run</c> and <c>repository</c>; null: the workflow (spec 4, sessions of one feature and role).</summary>
    public string? Feature { get; init; }

    /// <summary>When the work is done, in words; told to the agent.</summary>
    public string? DoneWhen { get; init; }

    /// <summary>How the work is done (spec 4).</summary>
    public Methodology Methodology { get; init; }
}
