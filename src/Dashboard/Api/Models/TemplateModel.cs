namespace Signalbox.Dashboard.Api.Models;

/// <summary>A template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">The repository that has it, or <c>global</c>.</param>
/// <param name="Variables">Names that a value is needed for; null when its file cannot be read.</param>
/// <param name="Source">Its file.</param>
/// <param name="Text">As written; null in a list.</param>
public sealed record TemplateModel(string Name, string Scope, IReadOnlyList<string>? Variables, string Source, string? Text);
