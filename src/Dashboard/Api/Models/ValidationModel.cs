namespace Signalbox.Dashboard.Api.Models;

/// <summary>What checking files found.</summary>
public sealed record ValidationModel(bool Valid, IReadOnlyList<DiagnosticModel> Diagnostics);
