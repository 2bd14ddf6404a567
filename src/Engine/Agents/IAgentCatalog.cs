namespace Signalbox.Engine.Agents;

/// <summary>The agents of this machine.</summary>
public interface IAgentCatalog
{
    /// <summary>Every kind of agent that this version knows, detected or not, in a stable order.</summary>
    IReadOnlyList<AgentInfo> Agents { get; }

    /// <summary>The agent that does the work; null when the id is unknown.</summary>
    IAgent? Find(string id);

    /// <summary>Information on one agent; null when the id is unknown.</summary>
    AgentInfo? FindInfo(string id);

    /// <summary>MCP servers that steps may name.</summary>
    IReadOnlyList<McpServer> McpServers => [];

    /// <summary>Looks again for the known CLIs and their versions.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}
