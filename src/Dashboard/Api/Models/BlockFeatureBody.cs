namespace Signalbox.Dashboard.Api.Models;

/// <summary>Why it is stopped.</summary>
/// <param name="Reason">In a sentence.</param>
public sealed record BlockFeatureBody(string? Reason);
