using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Agents;

/// <summary>The legal moves of an agent (spec 2 Agent, design/domain.md).</summary>
public static class AgentTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<AgentStatus> Table { get; } = new("Agent", AgentStatus.Unregistered,
    [
        new(AgentStatus.Unregistered, AgentStatus.Registering, "found or registered"),
        new(AgentStatus.Registering, AgentStatus.Active, "check passed"),
        new(AgentStatus.Active, AgentStatus.Inactive, "paused by a person"),
        new(AgentStatus.Inactive, AgentStatus.Active, "continued by a person"),
        new(AgentStatus.Active, AgentStatus.Offline, "no heartbeat"),
        new(AgentStatus.Inactive, AgentStatus.Offline, "no heartbeat"),
        new(AgentStatus.Offline, AgentStatus.Active, "heartbeat came"),
        new(AgentStatus.Unregistered, AgentStatus.Error, "cannot be registered"),
        new(AgentStatus.Registering, AgentStatus.Error, "check failed"),
        new(AgentStatus.Active, AgentStatus.Error, "check failed"),
        new(AgentStatus.Inactive, AgentStatus.Error, "check failed"),
        new(AgentStatus.Offline, AgentStatus.Error, "check failed"),
        new(AgentStatus.Error, AgentStatus.Registering, "registered again"),
    ]);
}
