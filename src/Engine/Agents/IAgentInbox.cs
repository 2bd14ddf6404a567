namespace Signalbox.Engine.Agents;

/// <summary>What others want an agent to know, for its next prompt.</summary>
public interface IAgentInbox
{
    /// <summary>The agent's unread messages as text, each delivered once; empty when there is none.</summary>
    Task<string> TakeAsync(string agentId, CancellationToken cancellationToken);
}
