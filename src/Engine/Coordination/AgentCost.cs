namespace Signalbox.Engine.Coordination;

/// <summary>What the attempts of an agent, or of a worker, cost.</summary>
/// <param name="Attempts">Attempts that were begun in that time.</param>
/// <param name="Unknown">Those of them whose cost nobody knows, or not yet: they are in no sum.</param>
/// <param name="Usd">US dollars of the others; null while none is known.</param>
/// <param name="IsEstimated">Some of it comes from a price table, not from the agent.</param>
public sealed record AgentCost(int Attempts, int Unknown, decimal? Usd, bool IsEstimated)
{
    /// <summary>Of an agent that began nothing.</summary>
    public static AgentCost None { get; } = new(0, 0, null, IsEstimated: false);
}
