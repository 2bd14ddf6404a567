namespace Signalbox.Engine.Coordination;

/// <summary>What a worker shows to write: who it is, and the epoch that its claim gave it. With another epoch than the step has, it is refused.</summary>
/// <param name="AgentId">The worker.</param>
/// <param name="Epoch">Epoch of its claim.</param>
public sealed record Lease(string AgentId, long Epoch);
