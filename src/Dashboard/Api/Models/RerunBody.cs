namespace Signalbox.Dashboard.Api.Models;

/// <summary>Runs a step again.</summary>
/// <param name="Step">Step id.</param>
/// <param name="Downstream">Also what depends on it.</param>
public sealed record RerunBody(string? Step, bool Downstream);
