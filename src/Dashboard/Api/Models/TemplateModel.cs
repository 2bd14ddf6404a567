namespace Signalbox.Dashboard.Api.Models;

/// <summary>A template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">The repository that has it, <c>global</c>, or <c>built-in</c>; in this order the nearer one of a name stands before the farther ones.</param>
/// <param name="Description">For people; null when it has none.</param>
/// <param name="Variables">Names that a value is needed for; null when its file cannot be read.</param>
/// <param name="Source">Its file; the name of a built-in one.</param>
/// <param name="Text">As written; null in a list.</param>
public sealed record TemplateModel(string Name, string Scope, string? Description, IReadOnlyList<string>? Variables, string Source, string? Text);
