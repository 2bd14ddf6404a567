using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>What became of an import.</summary>
/// <param name="Targets">Metrics whose baseline or target was taken.</param>
/// <param name="Points">Points of the history that were taken.</param>
/// <param name="LeftOut">Rows of the history that Signalbox had computed and added itself: they come from facts, not from a file.</param>
/// <param name="Diagnostics">Faults: with one that is an error nothing was taken.</param>
public sealed record CompoundImport(int Targets, int Points, int LeftOut, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether it was taken.</summary>
    public bool IsTaken => Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error);
}
