namespace Signalbox.Dashboard.Api.Models;

/// <summary>What became of an import.</summary>
/// <param name="Targets">Metrics whose baseline or target was taken.</param>
/// <param name="Points">Points of the history that were taken, marked as imported.</param>
/// <param name="LeftOut">Rows that Signalbox had computed itself: those come from facts.</param>
/// <param name="Diagnostics">Faults; with an error nothing was taken.</param>
public sealed record MetricImportModel(int Targets, int Points, int LeftOut, IReadOnlyList<DiagnosticModel> Diagnostics);
