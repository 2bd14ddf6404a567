using System.Collections.Concurrent;
using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>Writes down that a worker was heard of by what it said of its step: a claim is a lease that reporting renews.</summary>
internal sealed class WorkerPulse(IAgentStore agents)
{
    /// <summary>Written this often at most: a worker may log many lines a second, and has <see cref="AgentRegistry.OfflineAfter"/> to be heard again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);

    /// <summary>The worker said something that was taken. One that is Offline comes back by its heartbeat alone: what it held is on its way to others.</summary>
    public async Task HeardAsync(string agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_heard.TryGetValue(agentId, out var last) && (now - last).Duration() < Interval)
        {
            return;
        }

        _heard[agentId] = now;
        await agents.ChangeAsync(
            agentId,
            agent =>
            {
                if (agent.Kind != AgentKind.Worker || agent.Status is not (AgentStatus.Active or AgentStatus.Inactive))
                {
                    return null;
                }

                agent.LastHeartbeat = agent.LastHealthCheck = now;
                agent.LastError = null;
                return [];
            },
            cancellationToken);
    }
}
