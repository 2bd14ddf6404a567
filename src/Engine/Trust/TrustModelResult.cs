using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Trust;

/// <summary>What reading a trust model gave.</summary>
/// <param name="Model">The model; null when there is an error.</param>
/// <param name="Diagnostics">All diagnostics in order of position.</param>
public sealed record TrustModelResult(TrustModel? Model, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsValid => Model is not null;
}
