namespace Signalbox.Engine.Workflows.Import;

/// <summary>A workflow in our own format, made from an imported file.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Yaml">The whole file to store; parses without an error.</param>
public sealed record ImportedWorkflow(string Slug, string Yaml);
