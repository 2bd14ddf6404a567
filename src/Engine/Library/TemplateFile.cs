namespace Signalbox.Engine.Library;

/// <summary>A template: a workflow with parameters, in one of the imported formats.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Scope">Name of the repository that has it; <c>global</c> for one of the data directory.</param>
/// <param name="Path">Its file.</param>
/// <param name="Text">As written.</param>
/// <param name="Variables">Names that a value is needed for; null when the file cannot be read as a template.</param>
public sealed record TemplateFile(string Slug, string Scope, string Path, string Text, IReadOnlyList<string>? Variables);
