using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>A <c>compound.yaml</c> that was read, or every fault in it.</summary>
/// <param name="Document">What it says; null when it has a fault.</param>
/// <param name="Diagnostics">The faults, by position.</param>
public sealed record CompoundParse(CompoundDocument? Document, IReadOnlyList<Diagnostic> Diagnostics);
