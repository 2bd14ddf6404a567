namespace Signalbox.Engine.Agents;

/// <summary>What a step's <c>tools</c> say to its agent (design/workflow-format.md).</summary>
/// <param name="Allowed">The only tools that it may use, as it calls them; null: its own choice.</param>
/// <param name="McpServers">The MCP servers that it gets; empty: those of its own.</param>
public sealed record AgentTools(IReadOnlyList<string>? Allowed, IReadOnlyList<McpServer> McpServers);
