namespace Signalbox.Dashboard.Api.Models;

/// <summary>What came of applying a configuration.</summary>
/// <param name="Version">The version in force.</param>
/// <param name="WasApplied">It was in force already: nothing changed.</param>
/// <param name="RestartNeeded">Keys that count only after a restart, such as <c>deployment.urls</c>.</param>
/// <param name="Warnings">What is not wrong, but may not be meant.</param>
public sealed record ConfigAppliedModel(ConfigVersionModel Version, bool WasApplied, IReadOnlyList<string> RestartNeeded, IReadOnlyList<DiagnosticModel> Warnings);
