namespace Signalbox.Dashboard.Api.Models;

/// <summary>Keeps a template. A workflow is one too, without variables.</summary>
/// <param name="Text">The whole file.</param>
/// <param name="File">What it is called, for diagnostics; the name of a template that gives itself none.</param>
/// <param name="Repository">Name of the repository that gets it; null: everyone.</param>
/// <param name="Replace">Whether a template of the same name there is replaced.</param>
public sealed record SaveTemplateBody(string? Text, string? File, string? Repository, bool Replace);
