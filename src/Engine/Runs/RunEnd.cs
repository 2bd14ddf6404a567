namespace Signalbox.Engine.Runs;

/// <summary>How a run ends.</summary>
/// <param name="Status">Completed, Failed or Cancelled.</param>
/// <param name="Reason">Why; null when Completed says it all.</param>
public sealed record RunEnd(RunStatus Status, string? Reason);
