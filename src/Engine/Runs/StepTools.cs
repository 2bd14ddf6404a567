using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>The tools and MCP servers that a step's options give its agent, whatever the agent calls them.</summary>
internal static class StepTools
{
    public static IReadOnlyList<string> Allowed(StepDefinition step) => Read(step, "allowed_tools", "allow_tools", "allow_tool");

    public static IReadOnlyList<string> McpServers(StepDefinition step) => Read(step, "mcp_servers", "mcp_config", "mcp_servers_allowed");

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
