namespace Signalbox.Engine.Agents;

/// <summary>Takes what an agent reports while it works. Called in order, from one thread at a time.</summary>
public interface IAgentSink
{
    /// <summary>A typed event of the agent's stream.</summary>
    void OnEvent(AgentEvent agentEvent);
}
