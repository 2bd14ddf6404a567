using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Agents;

/// <summary>What others want an agent to know, for its next prompt.</summary>
public interface IAgentInbox
{
    /// <summary>The agent's unread messages as text, each delivered to one step; empty when there is none.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="role">Role that it takes in the step: what is written to that role is for it too. Null: its own alone.</param>
    /// <param name="stepRun">The step that they go to. A later attempt of it gets them again: of the one before nobody knows what it has read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string> TakeAsync(string agentId, string? role, StepRunId stepRun, CancellationToken cancellationToken);
}
