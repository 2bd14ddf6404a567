namespace Signalbox.Engine.Workflows;

/// <summary>What reading a workflow gave: a definition when no error was found, and every diagnostic.</summary>
/// <param name="Definition">The definition; null when there is an error.</param>
/// <param name="Diagnostics">All diagnostics in order of position.</param>
public sealed record WorkflowParseResult(WorkflowDefinition? Definition, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the workflow can be used.</summary>
    public bool IsValid => Definition is not null;
}
