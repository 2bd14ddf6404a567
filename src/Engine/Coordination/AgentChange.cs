using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Coordination;

/// <summary>A change of an agent's status: an event of the agent. Never changed once written.</summary>
public sealed record AgentChange
{
    public required string AgentId { get; init; }

    /// <summary>Number within the agent, from 1.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required AgentStatus From { get; init; }

    public required AgentStatus To { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Who: a person, the agent itself, or <c>signalbox</c>.</summary>
    public required string Actor { get; init; }
}
