namespace Signalbox.Engine.Workflows;

/// <summary>A declared output of a step (spec 1 StepOutput).</summary>
public sealed record OutputDefinition
{
    public required string Name { get; init; }

    public required OutputType Type { get; init; }

    /// <summary>
    /// For a file: its path in the workspace, relative. For a string: a key of the JSON object the agent ended
    /// with; null takes the whole final text.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>For a string with a source: the final text stands in where the agent did not end with a JSON object that has the key (spec 1's dialect).</summary>
    public bool OrFinalText { get; init; }

    /// <summary>A missing optional output does not fail the attempt.</summary>
    public bool Optional { get; init; }
}
