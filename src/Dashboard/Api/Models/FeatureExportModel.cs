namespace Signalbox.Dashboard.Api.Models;

/// <summary>What was written into the repository of a feature.</summary>
/// <param name="Files">Files, relative to the repository.</param>
public sealed record FeatureExportModel(IReadOnlyList<string> Files);
