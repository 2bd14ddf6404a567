namespace Signalbox.Engine.Features;

/// <summary>What came of writing a feature into its repository: exactly one is set.</summary>
/// <param name="Files">The files that were written, relative to the repository.</param>
/// <param name="NotFound">What was not found, as a sentence.</param>
/// <param name="Refused">What stands against it, as a sentence.</param>
public sealed record FeatureExportResult(IReadOnlyList<string>? Files = null, string? NotFound = null, string? Refused = null);
