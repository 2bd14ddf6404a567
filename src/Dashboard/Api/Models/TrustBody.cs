namespace Signalbox.Dashboard.Api.Models;

/// <summary>A trust model to bring in, or to check.</summary>
/// <param name="Text">The document, YAML or JSON.</param>
/// <param name="File">Name that the diagnostics carry; null: <c>trust_model.yaml</c>.</param>
/// <param name="Repository">Id, name or path of the repository that it is for; null: for every one without a model of its own.</param>
public sealed record TrustBody(string? Text, string? File, string? Repository);
