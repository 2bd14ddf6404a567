namespace Signalbox.Engine.Runs;

/// <summary>What a claim met.</summary>
/// <param name="State">The state as claimed; null when there is nothing to claim or no place free.</param>
/// <param name="Instead">Pending runs that come before this one and may begin now: each needs a job.</param>
public sealed record RunClaim(RunState? State, IReadOnlyList<RunWakeUp> Instead);
