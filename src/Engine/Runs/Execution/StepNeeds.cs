using Signalbox.Engine.Agents;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What must be there for a step to begin; else a sentence that says what is not.</summary>
internal static class StepNeeds
{
    /// <summary>Agent and workspace.</summary>
    public static string? Missing(IAgentCatalog agents, string agent, string stepId, Workspace workspace) =>
        MissingAgent(agents, agent, stepId)
        ?? (Directory.Exists(workspace.Path) ? null : $"workspace: the worktree {workspace.Path} is gone; its branch {workspace.Branch} holds what was committed");

    /// <summary>The agent.</summary>
    public static string? MissingAgent(IAgentCatalog agents, string agent, string stepId)
    {
        if (agents.Find(agent) is IPooledAgent)
        {
            return null; // a worker that is not there yet is waited for
        }

        var info = agents.FindInfo(agent);
        if (info is null)
        {
            return $"agent '{agent}' of step {stepId} is not known; known are {string.Join(", ", agents.Agents.Select(a => a.Id))}";
        }

        return info.Status == AgentStatus.Active ? null : $"step {stepId} needs {info.Name}: {info.StatusReason}";
    }
}
