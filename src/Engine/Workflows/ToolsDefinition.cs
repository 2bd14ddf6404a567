namespace Signalbox.Engine.Workflows;

/// <summary><c>tools</c> of an agent's step (design/workflow-format.md).</summary>
/// <param name="Allowed">The only tools that the agent may use, as it calls them; null: its own choice.</param>
/// <param name="McpServers">Names of the configured MCP servers that it gets; empty: those of its own.</param>
public sealed record ToolsDefinition(IReadOnlyList<string>? Allowed, IReadOnlyList<string> McpServers);
