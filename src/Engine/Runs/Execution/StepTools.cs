using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>The tools and MCP servers of a step: its <c>tools</c>, and what its options give its agent, whatever the agent calls them.</summary>
internal static class StepTools
{
    public static IReadOnlyList<string> Allowed(StepDefinition step) => step.Tools?.Allowed ?? Read(step, "allowed_tools", "allow_tools", "allow_tool");

    public static IReadOnlyList<string> McpServers(StepDefinition step) =>
        step.Tools is { McpServers: { Count: > 0 } servers } ? servers : Read(step, "mcp_servers", "mcp_config", "mcp_servers_allowed");

    /// <summary>What the agent is told; null: its own choice. A server that is not configured any more is left out: the step cannot begin then.</summary>
    public static AgentTools? Of(StepDefinition step, IAgentCatalog agents) => step.Tools is not { } tools ? null
        : new AgentTools(tools.Allowed, [.. tools.McpServers.Select(name => Find(agents, name)).OfType<McpServer>()]);

    /// <summary>Why the agent cannot have them; null when it can, or there are none.</summary>
    public static string? Missing(StepDefinition step, string agent, IAgentCatalog agents)
    {
        if (Of(step, agents) is not { } tools)
        {
            return null;
        }

        if (step.Tools!.McpServers.FirstOrDefault(name => Find(agents, name) is null) is { } unknown)
        {
            var known = agents.McpServers.Count == 0 ? "none is configured" : $"configured are {string.Join(", ", agents.McpServers.Select(s => s.Id))}";
            return $"step {step.Id}: there is no MCP server '{unknown}'; {known} (Agents:McpServers)";
        }

        return agents.Find(agent)?.RefuseTools(tools) is { } refusal ? $"step {step.Id}: {refusal}" : null;
    }

    private static McpServer? Find(IAgentCatalog agents, string name) => agents.McpServers.FirstOrDefault(s => string.Equals(s.Id, name, StringComparison.Ordinal));

    private static List<string> Read(StepDefinition step, params IReadOnlyList<string> names) =>
    [
        .. names.Select(n => step.AgentOptions.GetValueOrDefault(n)).SelectMany(v => v switch
        {
            string text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            IReadOnlyList<object?> items => items.OfType<string>(),
            _ => [],
        }),
    ];
}
