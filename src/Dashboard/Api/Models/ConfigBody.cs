namespace Signalbox.Dashboard.Api.Models;

/// <summary>A configuration to be checked or applied.</summary>
/// <param name="Text">The document.</param>
/// <param name="File">What it is called, for diagnostics.</param>
public sealed record ConfigBody(string? Text, string? File = null);
