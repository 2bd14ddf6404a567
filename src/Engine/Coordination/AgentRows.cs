using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

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

    /// <summary>The fault of a command whose program is not there; none where it is, or was not looked for.</summary>
    public static IEnumerable<InputFault> NotThere(AgentFinding? program) =>
        program is { IsFine: false } ? [new InputFault("config.command", null, "a program that is on the server", $"config.command: {program.Words}.")] : [];

    /// <summary>Writes down what a check found. An agent that a person paused stays so.</summary>
    /// <returns>Its changes of status.</returns>
    public static IReadOnlyList<AgentChange> Check(RegisteredAgent agent, AgentFinding? finding, string actor, DateTimeOffset now)
    {
        IReadOnlyList<AgentChange> changes = finding is null || agent.Status is not (AgentStatus.Active or AgentStatus.Error)
            ? []
            : agent.MoveTo(finding.IsFine ? AgentStatus.Active : AgentStatus.Error, finding.Words, actor, now);
        agent.Program = finding is null ? agent.Program : finding.Program;
        agent.LastHealthCheck = now;
        agent.LastError = agent.Status is AgentStatus.Offline or AgentStatus.Error ? agent.StatusReason : null;
        return changes;
    }
}
