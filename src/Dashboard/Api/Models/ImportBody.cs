namespace Signalbox.Dashboard.Api.Models;

/// <summary>A file to import.</summary>
/// <param name="File">Its name, for diagnostics.</param>
/// <param name="Text">All of it: YAML or JSON.</param>
/// <param name="Repository">Name of the repository that gets what it holds; null: the only one that is known.</param>
/// <param name="Replace">Whether workflows of the same name are replaced.</param>
public sealed record ImportBody(string? File, string? Text, string? Repository, bool Replace);
