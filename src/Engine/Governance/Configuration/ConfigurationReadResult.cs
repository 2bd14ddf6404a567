using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>What reading a configuration gave.</summary>
/// <param name="Document">The document; null when there is an error.</param>
/// <param name="Diagnostics">Everything found, in order of position.</param>
public sealed record ConfigurationReadResult(ConfigurationDocument? Document, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the document can be applied.</summary>
    public bool IsValid => Document is not null;
}
