using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>tools</c> of a step.</summary>
internal static class ToolsSection
{
    public static readonly SectionKeys Keys = new(
        "'tools'",
        [
            new("allowed", new ListKey(KeyShape.Text, 1), "The only tools that the agent may use, as it calls them; whatever it wants when not written."),
            new("mcp_servers", new ListKey(new TextKey(Name: NameRule.Slug), 1), "MCP servers of the configuration that the agent gets."),
        ]);

    /// <summary>Agents whose program has no list of tools, and why.</summary>
    private static readonly Dictionary<string, string> CannotLimit = new(StringComparer.Ordinal)
    {
        ["codex"] = "'codex' has no list of tools; its option 'sandbox' says what it may do, such as 'agent: {provider: codex, options: {sandbox: read-only}}'",
        ["anthropic"] = "'anthropic' is asked over an API and has no tools",
        ["openai"] = "'openai' is asked over an API and has no tools",
    };

    /// <summary>Null when there are none or they are wrong; the diagnostics say so.</summary>
    public static ToolsDefinition? Read(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, Keys, context) is not { } section)
        {
            return null;
        }

        if (section.Node.Entries.Count == 0)
        {
            context.Error(node, DiagnosticCodes.MissingKey, "'tools' needs 'allowed' or 'mcp_servers', such as 'tools: {allowed: [Read, Grep]}'.");
        }

        var servers = Texts(section, "mcp_servers", "the name of an MCP server");
        foreach (var server in servers)
        {
            if (SectionReader.CheckName(server, "the name of an MCP server", NameRule.Slug, context) && context.KnownMcpServers?.Contains(server.Text) == false)
            {
                var known = context.KnownMcpServers.Order(StringComparer.Ordinal).ToList();
                context.Error(server, DiagnosticCodes.UnknownMcpServer, known.Count == 0
                    ? $"There is no MCP server {Wording.Quote(server.Text)}; none is configured (Agents:McpServers)."
                    : $"There is no MCP server {Wording.Quote(server.Text)}{Wording.Hint(server.Text, known, "configured are")}");
            }
        }

        var allowed = Texts(section, "allowed", "a tool");
        foreach (var tool in allowed)
        {
            SectionReader.CheckName(tool, "a tool", Patterns.Tool(), Patterns.ToolAllowed, context);
        }

        return new ToolsDefinition(section.Find("allowed") is null ? null : [.. allowed.Select(t => t.Text)], [.. servers.Select(s => s.Text)]);
    }

    /// <summary>A limit that nobody keeps is worse than none: it is refused where it is written.</summary>
    public static void Check(StepDraft step, DefaultsSection defaults)
    {
        if (step.Tools is not { } tools || step.Section.KeyOf("tools") is not { } key || step.Kind != StepKinds.Agent)
        {
            return;
        }

        var context = step.Section.Context;
        var agent = step.IsForWorkers(defaults) ? StepDefinition.AnyWorker : defaults.AgentOf(step.Agent)?.Id;
        if (agent is StepDefinition.AnyWorker)
        {
            context.Error(key, DiagnosticCodes.KeyNotForThis, "'tools' is for steps with an 'agent': a worker is a program of its own and has the tools that it has; leave 'tools' out, or name an agent.");
        }
        else if (agent is not null && CannotLimit.TryGetValue(agent, out var why))
        {
            context.Error(key, DiagnosticCodes.KeyNotForThis, $"'tools' cannot be kept by this agent: {why}. Leave 'tools' out, or take claude, copilot or gemini.");
        }
        else if (agent is "gemini" && tools.McpServers.Count > 0)
        {
            context.Error(key, DiagnosticCodes.KeyNotForThis, "'tools.mcp_servers' cannot be given to this agent: 'gemini' reads its MCP servers from its own settings. Leave them out, or take claude or copilot.");
        }
    }

    // an empty list would read as "no limit" to one and as "nothing" to another
    private static IReadOnlyList<ScalarNode> Texts(SectionReader section, string key, string what)
    {
        if (section.Find(key) is SequenceNode { Items.Count: 0 } or ScalarNode { Kind: ScalarKind.Null })
        {
            section.Context.Error(section.Find(key)!, DiagnosticCodes.WrongType, $"'{key}' names at least one; leave it out for the agent's own choice.");
            return [];
        }

        return section.Texts(key, what);
    }
}
