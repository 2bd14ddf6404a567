namespace Signalbox.Dashboard.Api.Models;

/// <summary>A feature spec to import or to check.</summary>
/// <param name="File">Its name, for diagnostics.</param>
/// <param name="Text">All of it.</param>
/// <param name="Repository">Repository that gets it; null: the only one that is known.</param>
public sealed record SpecBody(string? File, string? Text, string? Repository = null);
