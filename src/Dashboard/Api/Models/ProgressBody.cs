namespace Signalbox.Dashboard.Api.Models;

/// <summary>How far a worker is.</summary>
public sealed record ProgressBody(string? Agent, long Epoch, int? Percent = null, string? Message = null);
