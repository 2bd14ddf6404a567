namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker gives a step back.</summary>
public sealed record ReleaseBody(string? Agent, long Epoch, string? Reason = null);
