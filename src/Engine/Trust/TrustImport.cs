using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Trust;

/// <summary>What came of bringing a trust model in.</summary>
/// <param name="Version">The version that counts now; null when the document was refused, and then nothing has changed.</param>
/// <param name="Diagnostics">Every fault, and every warning, in order of position.</param>
public sealed record TrustImport(TrustModelVersion? Version, IReadOnlyList<Diagnostic> Diagnostics);
