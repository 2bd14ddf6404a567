namespace Signalbox.Engine.Workflows;

/// <summary>What became of steps that are to be added.</summary>
/// <param name="Definition">The whole workflow with them; null when there is an error.</param>
/// <param name="Yaml">Its text; null when there is an error.</param>
/// <param name="Steps">The steps that are new, in their order.</param>
/// <param name="Diagnostics">Every fault, by lines of what was added.</param>
public sealed record AddedStepsResult(WorkflowDefinition? Definition, string? Yaml, IReadOnlyList<StepDefinition> Steps, IReadOnlyList<Diagnostic> Diagnostics);
