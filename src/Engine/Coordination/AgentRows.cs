using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>Makes rows of the registry from what somebody says of an agent.</summary>
internal static class AgentRows
{
    /// <summary>A new one.</summary>
    public static RegisteredAgent Make(AgentRegistration registration, AgentSource source, DateTimeOffset now)
    {
        var kind = registration.Kind ?? AgentKind.Worker;
        var id = registration.Id ?? EntityId.New<AgentId>().Value;
        var agent = new RegisteredAgent
        {
            Id = id,
            Kind = kind,
            Source = source,
            Name = id,
            Provider = "external",
            Capabilities = [],
            Capacity = kind == AgentKind.Worker ? 1 : null,
            LastHeartbeat = kind == AgentKind.Worker && source == AgentSource.Registered ? now : null,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Apply(registration, agent, now);
        return agent;
    }

    /// <summary>Changes what is said of one.</summary>
    public static void Apply(AgentRegistration registration, RegisteredAgent agent, DateTimeOffset now)
    {
        agent.Name = registration.Name ?? agent.Name;
        agent.Provider = registration.Provider ?? agent.Provider;
        agent.Model = registration.Model ?? agent.Model;
        agent.Capabilities = registration.Capabilities?.Distinct(StringComparer.Ordinal).ToList() ?? agent.Capabilities;
        agent.Role = registration.Role ?? agent.Role;
        agent.Config = registration.Config ?? agent.Config;
        agent.Capacity = registration.Capacity ?? agent.Capacity;
        agent.Version = registration.Version ?? agent.Version;
        agent.UpdatedAt = now;
    }

    /// <summary>Writes down what a check found. An agent that a person paused stays so.</summary>
    /// <returns>Its changes of status.</returns>
    public static IReadOnlyList<AgentChange> Check(RegisteredAgent agent, Agents.Api.ApiHealth? health, string actor, DateTimeOffset now)
    {
        IReadOnlyList<AgentChange> changes = health is null || agent.Status is not (AgentStatus.Active or AgentStatus.Error)
            ? []
            : agent.MoveTo(health.IsFine ? AgentStatus.Active : AgentStatus.Error, health.Words, actor, now);
        agent.LastHealthCheck = now;
        agent.LastError = agent.Status is AgentStatus.Offline or AgentStatus.Error ? agent.StatusReason : null;
        return changes;
    }
}
