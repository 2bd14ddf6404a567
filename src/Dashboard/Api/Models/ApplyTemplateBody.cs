namespace Signalbox.Dashboard.Api.Models;

/// <summary>Makes a workflow of a template.</summary>
/// <param name="Values">Values of its variables.</param>
/// <param name="ValueTexts">The same as <c>name=value</c>, as people type them.</param>
/// <param name="Repository">Name of the repository that gets the workflow; null: the only one that is known.</param>
/// <param name="Name">Name of the workflow; null: the template's own.</param>
/// <param name="Replace">Whether a workflow of the same name is replaced.</param>
public sealed record ApplyTemplateBody(IReadOnlyDictionary<string, string>? Values, IReadOnlyList<string>? ValueTexts, string? Repository, bool Replace, string? Name = null);
