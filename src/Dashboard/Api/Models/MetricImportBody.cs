namespace Signalbox.Dashboard.Api.Models;

/// <summary>A <c>compound.yaml</c> to import.</summary>
/// <param name="File">Its name, for diagnostics.</param>
/// <param name="Text">All of it.</param>
public sealed record MetricImportBody(string? File, string? Text);
