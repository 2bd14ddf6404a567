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

    /// <summary>Agent id of an agent's step; <c>shell</c> for a shell step.</summary>
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

    /// <summary>Attempts at most, 1..6.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>What is tried again.</summary>
    public IReadOnlyList<RetryCause> RetryOn { get; init; } = [RetryCause.Error, RetryCause.Timeout, RetryCause.Interrupted];

    /// <summary>A failure of this step does not fail the run.</summary>
    public bool ContinueOnError { get; init; }

    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];
}
