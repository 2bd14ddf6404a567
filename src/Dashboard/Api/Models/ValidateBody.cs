namespace Signalbox.Dashboard.Api.Models;

/// <summary>A workflow to check.</summary>
/// <param name="File">Name that the diagnostics carry; null: <c>workflow.yaml</c>.</param>
/// <param name="Yaml">The text.</param>
public sealed record ValidateBody(string? File, string? Yaml);
