namespace Signalbox.Engine.Runs.Resolution;

/// <summary>A stop of the whole run that is being carried out: a cancel, or a limit that was reached.</summary>
/// <param name="End">How the run ends once nothing of it is alive.</param>
/// <param name="By">Who asked for a cancel; null for a limit.</param>
/// <param name="AskedAt">When a cancel was asked for; null for a limit.</param>
/// <param name="Began">Time stamp of the provider when stopping began.</param>
/// <param name="Agents">Agents that were working.</param>
/// <param name="Workers">Workers that held a step: what they run is theirs to end.</param>
internal sealed record StopOrder(RunEnd End, string? By, DateTimeOffset? AskedAt, long Began, int Agents, int Workers);
