using Signalbox.Engine.Agents;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>What people and workers may do with the registry (design/agents.md, Registry and health). Each change of status is an event of the agent.</summary>
public sealed class AgentRegistry(IAgentStore store, AgentDirectory directory, AgentRules rules, WorkPool pool, RunEventBus bus, TimeProvider time, AuditLog? audit = null)
{
    /// <summary>A worker says this often that it is there.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    /// <summary>A worker that said nothing for so long is Offline.</summary>
    public static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(60);

    /// <summary>Who moves an agent when nobody does.</summary>
    private const string Signalbox = "signalbox";

    private readonly AgentRounds _rounds = new(store, directory, time);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>All agents, by id.</summary>
    public Task<IReadOnlyList<RegisteredAgent>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>One; null when there is none.</summary>
    public Task<RegisteredAgent?> FindAsync(string id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    /// <summary>Changes of status, newest first.</summary>
    public Task<IReadOnlyList<AgentChange>> ListChangesAsync(string id, long? before, int limit, CancellationToken cancellationToken) => store.ListChangesAsync(id, before, limit, cancellationToken);

    /// <summary>
    /// Registers an agent. A worker whose id is known and that is not there (Offline, Error) comes back with it; one that is there is not replaced.
    /// </summary>
    public async Task<RegistryResult> RegisterAsync(AgentRegistration registration, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var now = time.GetUtcNow();
        var agent = AgentRows.Make(registration, AgentSource.Registered, now);
        var finding = directory.FindProgram(agent);
        agent.Program = finding?.Program;
        if ((InputFault[])[.. rules.CheckNew(agent), .. AgentRows.NotThere(finding)] is { Length: > 0 } faults)
        {
            return new RegistryResult { Invalid = faults };
        }

        if (directory.Machine.FindInfo(agent.Id) is not null)
        {
            return Taken(agent.Id, "is an agent of this machine");
        }

        var changes = agent.MoveTo(AgentStatus.Active, $"registered by {actor}", actor, now);
        if (await store.AddAsync(agent, changes, cancellationToken))
        {
            return await DoneAsync(agent, cancellationToken, AuditActions.AgentRegister);
        }

        string? refused = null;
        var changed = await store.ChangeAsync(
            agent.Id,
            known =>
            {
                refused = known.Source == AgentSource.Detected || known.Kind != agent.Kind ? "is another agent's"
                    : known.Status is AgentStatus.Active or AgentStatus.Inactive ? "belongs to an agent that is there"
                    : null;
                if (refused is not null)
                {
                    return null;
                }

                if (known.Source == AgentSource.Registered)
                {
                    AgentRows.Apply(registration, known, now);
                }

                (known.LastHeartbeat, known.Program) = (agent.LastHeartbeat, agent.Program);
                return known.MoveTo(AgentStatus.Active, $"registered again by {actor}", actor, now);
            },
            cancellationToken);
        return refused is not null || changed is null ? Taken(agent.Id, refused ?? "was just removed") : await DoneAsync(changed.Value.Agent, cancellationToken, AuditActions.AgentRegister);

        static RegistryResult Taken(string id, string why) => new() { Refused = $"the id '{id}' {why}: choose another" };
    }

    /// <summary>Changes what is said of an agent, or whether it works.</summary>
    public async Task<RegistryResult> ChangeAsync(string id, AgentRegistration registration, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var result = new RegistryResult { NotFound = Unknown(id) };
        var changed = await store.ChangeAsync(
            id,
            agent =>
            {
                var now = time.GetUtcNow();
                var isOfMachine = directory.Machine.FindInfo(id) is not null;
                if (FoundAgents.Unchangeable(registration, agent, isOfMachine) is { Count: > 0 } fixedFields && (isOfMachine || IsConfigured(id)))
                {
                    result = new RegistryResult { Invalid = fixedFields };
                    return null;
                }

                AgentRows.Apply(registration, agent, now);

                // One whose program is gone can still be paused, or called something else.
                var finding = registration.Config is null ? null : directory.FindProgram(agent);
                agent.Program = finding is null ? agent.Program : finding.Program;
                result = (InputFault[])[.. rules.CheckChanged(agent, isOfMachine), .. AgentRows.NotThere(finding)] is { Length: > 0 } faults ? new RegistryResult { Invalid = faults }
                    : registration.Enabled is { } enabled && Refusal(agent, enabled) is { } refusal ? new RegistryResult { Refused = refusal }
                    : new RegistryResult { Agent = agent };
                return result.Agent is null ? null
                    : registration.Enabled is { } wanted ? agent.MoveTo(wanted ? AgentStatus.Active : AgentStatus.Inactive, wanted ? $"continued by {actor}" : $"paused by {actor}", actor, now)
                    : [];
            },
            cancellationToken);
        return changed is null || result.Agent is null ? result : await DoneAsync(changed.Value.Agent, cancellationToken, AuditActions.AgentChange);

        static string? Refusal(RegisteredAgent agent, bool enabled) => (agent.Status, enabled) is (AgentStatus.Active, _) or (AgentStatus.Inactive, _)
            ? null
            : $"{agent.Id} is {agent.Status}: {agent.StatusReason}; it is paused and continued while it is there";
    }

    /// <summary>Forgets a registered agent. One that is found or configured would be found again: it is paused instead.</summary>
    public async Task<RegistryResult> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } agent)
        {
            return new RegistryResult { NotFound = Unknown(id) };
        }

        if (directory.Machine.FindInfo(id) is not null || IsConfigured(id))
        {
            return new RegistryResult { Refused = $"{id} would be found again: pause it instead" };
        }

        if (!await store.DeleteAsync(id, cancellationToken))
        {
            return new RegistryResult { Refused = $"{id} holds a step: wait for it, or cancel its run" };
        }

        return await DoneAsync(agent, cancellationToken, AuditActions.AgentRemove);
    }

    /// <summary>A worker says that it is there, or that it leaves: then what it holds goes back to the pool.</summary>
    public async Task<RegistryResult> HeartbeatAsync(string id, bool leaving, CancellationToken cancellationToken)
    {
        string? refused = null;
        var changed = await store.ChangeAsync(
            id,
            agent =>
            {
                refused = agent.Kind != AgentKind.Worker ? $"{id} is no worker: nobody waits for its heartbeat"
                    : agent.Status is AgentStatus.Error or AgentStatus.Unregistered ? $"{id} is {agent.Status}: {agent.StatusReason}; register it again"
                    : null;
                if (refused is not null)
                {
                    return null;
                }

                var now = time.GetUtcNow();
                agent.LastHeartbeat = agent.LastHealthCheck = now;
                agent.LastError = null;
                return leaving && agent.Status != AgentStatus.Offline ? agent.MoveTo(AgentStatus.Offline, "it said that it leaves", id, now)
                    : !leaving && agent.Status == AgentStatus.Offline ? agent.MoveTo(AgentStatus.Active, "its heartbeat came", id, now)
                    : [];
            },
            cancellationToken);
        if (changed is not { } there || refused is not null)
        {
            return refused is null ? new RegistryResult { NotFound = Unknown(id) } : new RegistryResult { Refused = refused };
        }

        if (leaving)
        {
            await pool.ReturnAllAsync(id, $"{id} left", cancellationToken);
        }

        return there.Changes.Count > 0 ? await DoneAsync(there.Agent, cancellationToken) : new RegistryResult { Agent = there.Agent };
    }

    /// <summary>Checks one agent now.</summary>
    public async Task<RegistryResult> CheckAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } agent)
        {
            return new RegistryResult { NotFound = Unknown(id) };
        }

        var finding = await directory.CheckAsync(agent, cancellationToken);
        if (directory.Machine.FindInfo(id) is not null)
        {
            await RefreshAsync(cancellationToken);
            return new RegistryResult { Agent = await store.FindAsync(id, cancellationToken) };
        }

        await SweepAsync(cancellationToken);
        var changed = await store.ChangeAsync(id, known => AgentRows.Check(known, finding, Signalbox, time.GetUtcNow()), cancellationToken);
        return changed is not { } done ? new RegistryResult { NotFound = Unknown(id) }
            : done.Changes.Count > 0 || finding is not null ? await DoneAsync(done.Agent, cancellationToken)
            : new RegistryResult { Agent = done.Agent };
    }

    /// <summary>Looks again for the agents of this machine and writes down what is new. Calls nobody.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(isChanged: false, cancellationToken);

    /// <summary>
    /// Checks all agents: programs are looked for, and APIs asked that were not fine or not asked for 10 minutes, so that what one of them answered once does
    /// not stand for ever.
    /// </summary>
    /// <param name="isWanted">Somebody wants to know it: APIs that were never asked are asked, too.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task CheckAllAsync(bool isWanted, CancellationToken cancellationToken) =>
        await RefreshAsync(await _rounds.CheckAsync(isWanted, Signalbox, cancellationToken), cancellationToken);

    private async Task RefreshAsync(bool isChanged, CancellationToken cancellationToken)
    {
        await directory.Machine.RefreshAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var info in directory.Machine.Agents)
        {
            isChanged |= await new FoundAgents(store).WriteAsync(info, now, cancellationToken);
        }

        foreach (var registration in rules.Configured)
        {
            isChanged |= await new FoundAgents(store).WriteAsync(registration, AgentRows.Make(registration, AgentSource.Configuration, now), rules, now, cancellationToken);
        }

        await directory.ReloadAsync(cancellationToken);
        if (isChanged)
        {
            bus.Publish(new Notice.AgentsChanged());
        }
    }

    /// <summary>
    /// Workers that were not heard of go Offline, and what they hold goes back to the pool. Returns how many there were. While this server was away it heard
    /// nobody: only a silence that it listened to counts.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - OfflineAfter;
        var silent = 0;
        foreach (var id in before < _began ? [] : await store.ListSilentAsync(before, [AgentStatus.Active, AgentStatus.Inactive], cancellationToken))
        {
            var changed = await store.ChangeAsync(
                id,
                agent =>
                {
                    if (!(agent.LastHeartbeat < before))
                    {
                        return null;
                    }

                    agent.LastError = $"no heartbeat for {OfflineAfter.TotalSeconds:0} s";
                    return agent.MoveTo(AgentStatus.Offline, agent.LastError, Signalbox, time.GetUtcNow());
                },
                cancellationToken);
            if (changed is { Changes.Count: > 0 })
            {
                silent++;
            }
        }

        // Also after a crash between the two: whoever is Offline holds nothing.
        foreach (var holder in await pool.ListHoldersAsync(cancellationToken))
        {
            if (await store.FindAsync(holder, cancellationToken) is not { Status: AgentStatus.Active or AgentStatus.Inactive })
            {
                await pool.ReturnAllAsync(holder, $"{holder} went offline", cancellationToken);
            }
        }

        if (silent > 0)
        {
            await directory.ReloadAsync(cancellationToken);
            bus.Publish(new Notice.AgentsChanged());
        }

        return silent;
    }

    /// <summary>The agent that this would make, to be checked before there is one.</summary>
    public static RegisteredAgent Preview(AgentRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        return AgentRows.Make(registration, AgentSource.Configuration, DateTimeOffset.UnixEpoch);
    }

    private bool IsConfigured(string id) => rules.Configured.Any(c => string.Equals(c.Id, id, StringComparison.Ordinal));

    private static string Unknown(string id) => $"there is no agent '{id}'; `signalbox agent list` shows those there are";

    private async Task<RegistryResult> DoneAsync(RegisteredAgent agent, CancellationToken cancellationToken, string? action = null)
    {
        await directory.ReloadAsync(cancellationToken);
        bus.Publish(new Notice.AgentsChanged());
        await (action is null ? Task.CompletedTask : audit?.WriteAsync(action, agent.Id, after: new { agent.Name, agent.Kind, agent.Provider, agent.Model, agent.Capabilities, agent.Role, agent.Capacity, agent.Config, agent.Status, agent.StatusReason }) ?? Task.CompletedTask);
        return new RegistryResult { Agent = agent };
    }
}
