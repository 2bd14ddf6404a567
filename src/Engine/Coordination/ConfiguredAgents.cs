using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Engine.Coordination;

/// <summary>Keeps the registry in step with a configuration that changes while the server works.</summary>
public sealed class ConfiguredAgents(IAgentStore store, AgentRegistry registry, AgentDirectory directory, AgentRules rules, RunEventBus bus, TimeProvider time)
{
    private const string Actor = "signalbox";

    /// <summary>
    /// Writes down what the configuration names by now, and forgets what it names no more. What holds a step stays until it ends, as an agent that is gone.
    /// </summary>
    /// <param name="gone">Ids of the agents that were named before and are not now.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RefreshAsync(IEnumerable<string> gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gone);
        await registry.RefreshAsync(cancellationToken);
        var isChanged = false;
        foreach (var id in gone)
        {
            if (directory.Machine.FindInfo(id) is not null || rules.Configured.Any(c => string.Equals(c.Id, id, StringComparison.Ordinal))
                || await store.FindAsync(id, cancellationToken) is not { Source: AgentSource.Configuration })
            {
                continue;
            }

            if (!await store.DeleteAsync(id, cancellationToken))
            {
                await store.ChangeAsync(id, agent => agent.MoveTo(AgentStatus.Error, "the configuration does not name it any more; it goes when its step has ended", Actor, time.GetUtcNow()), cancellationToken);
            }

            isChanged = true;
        }

        if (isChanged)
        {
            await directory.ReloadAsync(cancellationToken);
            bus.Publish(new Notice.AgentsChanged());
        }
    }
}
