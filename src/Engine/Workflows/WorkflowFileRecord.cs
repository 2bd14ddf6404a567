using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workflows;

/// <summary>What a workflow file holds.</summary>
/// <param name="RepositoryId">Its repository.</param>
/// <param name="Slug">The definition's name; the file's name without extension while it cannot be read.</param>
/// <param name="SourcePath">Absolute path.</param>
/// <param name="Definition">The definition; null when invalid.</param>
/// <param name="Yaml">The text as written; null when it is not text that could be stored.</param>
/// <param name="Diagnostics">Everything found.</param>
public sealed record WorkflowFileRecord(RepositoryId RepositoryId, string Slug, string SourcePath, WorkflowDefinition? Definition, string? Yaml, IReadOnlyList<Diagnostic> Diagnostics);
