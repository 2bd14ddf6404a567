using Signalbox.Engine.Agents.Shell;

namespace Signalbox.Engine.Agents;

/// <summary>What the engine asks of any catalog.</summary>
public static class AgentCatalogExtensions
{
    /// <summary>
    /// The agent, or for one that this version does not know the one that knows nothing but processes: an attempt of it can still be watched,
    /// stopped and its log stored.
    /// </summary>
    public static IAgent FindOrProcess(this IAgentCatalog agents, string id)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return agents.Find(id) ?? agents.Find(ShellAgent.AgentId)!;
    }
}
