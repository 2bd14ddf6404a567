using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>
/// Checks again what a look at the machine does not see: APIs, which are called for it, and the programs that somebody registered. What was wrong once and
/// is right again is found here.
/// </summary>
internal sealed class AgentRounds(IAgentStore store, AgentDirectory directory, TimeProvider time)
{
    /// <summary>So long is believed what an API answered. One that was not fine is asked each time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>APIs that are asked beside each other; each has a few seconds to answer.</summary>
    private const int AtOnce = 8;

    /// <summary>Checks those whose time has come. True when the status of one changed.</summary>
    /// <param name="isWanted">Somebody wants to know it: APIs that were never asked are asked, too. It is a call to outside.</param>
    /// <param name="actor">Who moves them.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> CheckAsync(bool isWanted, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = (await store.ListAsync(cancellationToken)).Where(agent => agent.Status is AgentStatus.Active or AgentStatus.Error && IsDue(agent)).ToList();
        var changes = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (agent, stop) =>
        {
            // What an agent of the machine answered is written down with the rest of it, at the next look.
            if (await directory.CheckAsync(agent, stop) is { } finding
                && directory.Machine.FindInfo(agent.Id) is null
                && await store.ChangeAsync(agent.Id, known => AgentRows.Check(known, finding, actor, time.GetUtcNow()), stop) is { Changes.Count: > 0 })
            {
                Interlocked.Increment(ref changes);
            }
        });
        return changes > 0;

        bool IsDue(RegisteredAgent agent) => agent.Kind switch
        {
            AgentKind.Api => agent.LastHealthCheck is not { } at ? isWanted : agent.Status == AgentStatus.Error || now - at >= Fresh,
            AgentKind.Command => directory.Machine.FindInfo(agent.Id) is null,
            AgentKind.Shell or AgentKind.Cli or AgentKind.Worker => false,
        };
    }
}
