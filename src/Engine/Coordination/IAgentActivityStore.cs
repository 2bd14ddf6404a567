namespace Signalbox.Engine.Coordination;

/// <summary>Reads what agents do out of the attempts of runs.</summary>
public interface IAgentActivityStore
{
    /// <summary>Attempts under way that neither a worker holds nor wait for one, oldest first; of one agent, or of all.</summary>
    Task<IReadOnlyList<AgentStep>> ListStepsAsync(string? agentId, CancellationToken cancellationToken);

    /// <summary>Cost of the attempts begun at or after this time, by worker where one did it, else by agent.</summary>
    Task<IReadOnlyDictionary<string, AgentCost>> SumCostsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
