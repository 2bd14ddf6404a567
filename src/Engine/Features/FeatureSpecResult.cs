using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Features;

/// <summary>What reading a feature spec gave.</summary>
/// <param name="Spec">As far as it was understood, faults or not; null when there is nothing to show: no YAML, or a feature without an id.</param>
/// <param name="Diagnostics">All errors and warnings, in order of position.</param>
public sealed record FeatureSpecResult(FeatureSpec? Spec, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether it is valid by spec 4's schema.</summary>
    public bool IsValid => Spec is not null && Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error);
}
