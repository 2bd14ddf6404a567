namespace Signalbox.Dashboard.Api.Models;

/// <summary>Asks for an earlier configuration.</summary>
/// <param name="Version">Its semantic version.</param>
public sealed record ConfigRollbackBody(string? Version);
