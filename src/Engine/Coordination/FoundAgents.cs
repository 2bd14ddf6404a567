using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>Writes into the registry what was found on this machine and what the configuration names.</summary>
internal sealed class FoundAgents(IAgentStore store)
{
    private const string Actor = "signalbox";

    /// <summary>An agent of this machine. True when its status changed.</summary>
    public async Task<bool> WriteAsync(AgentInfo info, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(info.Id, cancellationToken) is null)
        {
            var agent = new RegisteredAgent
            {
                Id = info.Id,
                Kind = info.Kind,
                Source = SourceOf(info),
                Name = info.Name,
                Provider = info.Provider,
                Capabilities = info.Capabilities,
                CreatedAt = now,
                UpdatedAt = now,
            };
            if (await store.AddAsync(agent, Look(agent, info, now), cancellationToken))
            {
                return true;
            }
        }

        var changed = await store.ChangeAsync(info.Id, agent => agent.Source != AgentSource.Registered && agent.Kind == info.Kind ? Look(agent, info, now) : null, cancellationToken);
        return changed is { Changes.Count: > 0 };
    }

    /// <summary>An agent of the configuration. True when its status changed.</summary>
    public async Task<bool> WriteAsync(AgentRegistration registration, RegisteredAgent made, AgentRules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var faults = rules.Check(made);
        var (status, reason) = faults.Count > 0 ? (AgentStatus.Error, string.Join(" ", faults.Select(f => f.Message)))
            : made.Kind == AgentKind.Worker ? (AgentStatus.Offline, "its worker has not come yet")
            : (AgentStatus.Active, "named by the configuration");
        if (await store.FindAsync(made.Id, cancellationToken) is null)
        {
            return await store.AddAsync(made, Move(made, status, reason, now), cancellationToken);
        }

        var changed = await store.ChangeAsync(
            made.Id,
            agent =>
            {
                if (agent.Source != AgentSource.Configuration)
                {
                    return null;
                }

                (agent.Name, agent.Provider, agent.Model, agent.Capabilities) = (made.Name, made.Provider, made.Model, made.Capabilities);
                (agent.Role, agent.Config, agent.Capacity, agent.UpdatedAt) = (made.Role, made.Config, made.Capacity, now);

                // Where a worker stands is the worker's to say, unless the configuration had switched it off.
                return IsSwitchedOff(agent) && made.Kind == AgentKind.Worker ? Move(agent, AgentStatus.Offline, "switched on again; its worker has not come yet", now)
                    : faults.Count > 0 || agent.Status == AgentStatus.Error ? Move(agent, status, reason, now) : [];
            },
            cancellationToken);
        return changed is { Changes.Count: > 0 };
    }

    /// <summary>What a change says that the next look would undo: it is refused before it is written. Empty for an agent that somebody registered.</summary>
    /// <param name="change">The change.</param>
    /// <param name="agent">The agent as it is.</param>
    /// <param name="isOfMachine">This server finds it; otherwise the configuration alone names it.</param>
    public static IReadOnlyList<InputFault> Unchangeable(AgentRegistration change, RegisteredAgent agent, bool isOfMachine)
    {
        if (agent.Source == AgentSource.Registered)
        {
            return [];
        }

        var allowed = isOfMachine ? "role, capacity and enabled" : "enabled";
        var why = agent.Source == AgentSource.Configuration ? "is named by the configuration" : "is found on this machine";
        return
        [
            .. Of("name", change.Name is { } name && !string.Equals(name, agent.Name, StringComparison.Ordinal), change.Name),
            .. Of("provider", change.Provider is { } provider && !string.Equals(provider, agent.Provider, StringComparison.Ordinal), change.Provider),
            .. Of("model", change.Model is { } model && !string.Equals(model, agent.Model, StringComparison.Ordinal), change.Model),
            .. Of("capabilities", change.Capabilities is { } capabilities && !capabilities.Distinct(StringComparer.Ordinal).SequenceEqual(agent.Capabilities, StringComparer.Ordinal), change.Capabilities is null ? null : string.Join(", ", change.Capabilities)),
            .. Of("config", change.Config is { } config && !IsSame(config, agent.Config), null),
            .. Of("version", change.Version is { } version && isOfMachine && !string.Equals(version, agent.Version, StringComparison.Ordinal), change.Version),
            .. Of("role", change.Role is { } role && !isOfMachine && !string.Equals(role, agent.Role, StringComparison.Ordinal), change.Role),
            .. Of("capacity", change.Capacity is { } capacity && !isOfMachine && capacity != agent.Capacity, change.Capacity?.ToString(CultureInfo.InvariantCulture)),
        ];

        IEnumerable<InputFault> Of(string field, bool isWrong, string? found) =>
            isWrong ? [new InputFault(field, found, $"nothing: only {allowed}", $"{field}: {agent.Id} {why}: only {allowed} can be changed.")] : [];
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && string.Equals(value, pair.Value, StringComparison.Ordinal));

    private static bool IsSwitchedOff(RegisteredAgent agent) => agent.Status == AgentStatus.Inactive && string.Equals(agent.StatusReason, DisabledAgent.Reason, StringComparison.Ordinal);

    private static IReadOnlyList<AgentChange> Move(RegisteredAgent agent, AgentStatus status, string reason, DateTimeOffset now)
    {
        agent.LastHealthCheck = now;
        agent.LastError = status == AgentStatus.Error ? reason : null;
        return agent.MoveTo(status, reason, Actor, now);
    }

    private static AgentSource SourceOf(AgentInfo info) => info.IsConfigured ? AgentSource.Configuration : AgentSource.Detected;

    private static IReadOnlyList<AgentChange> Look(RegisteredAgent agent, AgentInfo info, DateTimeOffset now)
    {
        (agent.Source, agent.Name, agent.Provider, agent.Model, agent.Capabilities) = (SourceOf(info), info.Name, info.Provider, info.Model, info.Capabilities);
        (agent.Program, agent.Version, agent.UpdatedAt) = (info.Program, info.Version, now);

        // An API is asked seldom: what it answered before the server began again is as old as it was.
        agent.LastHealthCheck = info.LastHealthCheck ?? (info.Kind == AgentKind.Api ? agent.LastHealthCheck : now);
        agent.LastError = info.Status == AgentStatus.Error ? info.StatusReason : null;
        return info.Status switch
        {
            // A person's word stands as long as the agent is there.
            AgentStatus.Active when agent.Status == AgentStatus.Inactive && !IsSwitchedOff(agent) => [],

            // What was there and is gone is an error that says what to do; what never was there is only not registered.
            AgentStatus.Unregistered when agent.Status != AgentStatus.Unregistered => agent.MoveTo(AgentStatus.Error, info.StatusReason, Actor, now),
            AgentStatus.Registering when agent.Status != AgentStatus.Unregistered => [],
            AgentStatus.Unregistered or AgentStatus.Registering or AgentStatus.Active or AgentStatus.Inactive or AgentStatus.Offline or AgentStatus.Error =>
                agent.MoveTo(info.Status, info.StatusReason, Actor, now),
        };
    }
}
