namespace Signalbox.E2E.Faults;

/// <summary>A line that a worker wrote into its own books.</summary>
/// <param name="Kind"><c>start</c> or <c>end</c>.</param>
/// <param name="Run">Key of the run that it was told.</param>
/// <param name="Step">Id of the step.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="Id">The worker's own id: one a process.</param>
/// <param name="Number">Its process id at the start, its lines at the end.</param>
internal sealed record LedgerEntry(string Kind, string Run, string Step, int Attempt, string Id, int Number);
