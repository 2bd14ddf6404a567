using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Where an imported run belongs: the repository and workflow version that are known here, or ones made for what is imported.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">The version with the text of the run's snapshot.</param>
public sealed record RunImportPlace(Repository Repository, WorkflowVersion Version);
