namespace Signalbox.Dashboard.Api.Models;

/// <summary>What the attempts of an agent cost.</summary>
/// <param name="Days">In how many last days they began.</param>
/// <param name="Attempts">How many there were.</param>
/// <param name="Unknown">Those whose cost is not known, or not yet.</param>
/// <param name="Usd">US dollars of the others; null while none is known.</param>
/// <param name="Estimated">Some of it comes from a price table, not from the agent.</param>
public sealed record AgentCostModel(int Days, int Attempts, int Unknown, decimal? Usd, bool Estimated);
