using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>Keeps the registry.</summary>
public interface IAgentStore
{
    /// <summary>All agents, by id.</summary>
    Task<IReadOnlyList<RegisteredAgent>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One; null when there is none.</summary>
    Task<RegisteredAgent?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes a new one with its first changes of status. False when the id is taken.</summary>
    Task<bool> AddAsync(RegisteredAgent agent, IReadOnlyList<AgentChange> changes, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one, changes it and writes it back with the changes of status that <paramref name="change"/> returns; nobody else writes it meanwhile. Null from
    /// <paramref name="change"/> writes nothing.
    /// </summary>
    /// <returns>The agent as it is now, and its changes of status; null when there is none.</returns>
    Task<(RegisteredAgent Agent, IReadOnlyList<AgentChange> Changes)?> ChangeAsync(
        string id, Func<RegisteredAgent, IReadOnlyList<AgentChange>?> change, CancellationToken cancellationToken);

    /// <summary>Deletes one with its history. False when there is none or it holds steps.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ids of workers of these statuses that were last heard of before <paramref name="before"/>.</summary>
    Task<IReadOnlyList<string>> ListSilentAsync(DateTimeOffset before, IReadOnlyCollection<AgentStatus> statuses, CancellationToken cancellationToken);

    /// <summary>Changes of status, newest first.</summary>
    Task<IReadOnlyList<AgentChange>> ListChangesAsync(string id, long? before, int limit, CancellationToken cancellationToken);
}
