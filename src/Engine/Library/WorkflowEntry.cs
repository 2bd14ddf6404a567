using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>A workflow with what is needed to show and to start it.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Repository">Where it lives.</param>
/// <param name="Version">Newest valid version; null while there has never been one.</param>
/// <param name="Definition">The version's definition; null with <paramref name="Version"/>.</param>
/// <param name="MissingAgents">Names of agents that its steps need and that are not there, such as <c>Claude Code</c>.</param>
public sealed record WorkflowEntry(Workflow Workflow, Repository Repository, WorkflowVersion? Version, WorkflowDefinition? Definition, IReadOnlyList<string> MissingAgents)
{
    /// <summary>The file as it is now is valid.</summary>
    public bool IsValid => Definition is not null && Workflow.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error);

    /// <summary>It can be started: valid, and every agent is there.</summary>
    public bool CanRun => IsValid && MissingAgents.Count == 0;
}
