using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary><c>tools</c> and <c>feature</c> of a step (design/workflow-format.md): what is read, and each rule broken by itself.</summary>
public sealed class WorkflowToolsTests
{
    private const string Before = Head + "inputs: {x: {type: string}, t: {type: secret}}\nsteps:\n  - {id: z, run: ls}\n  - ";

    [Fact]
    public void Parse_ToolsAndFeature_AreTheSteps()
    {
        var result = WorkflowParser.Parse(Before + "{id: a, prompt: hi, agent: claude, tools: {allowed: [Read, 'Bash(git log:*)', mcp__github__search], mcp_servers: [github]}, feature: \"{{inputs.x}}-2026\"}\n", "w.yaml");

        Assert.Empty(result.Diagnostics);
        var step = result.Definition!.Step("a");
        Assert.Equal(["Read", "Bash(git log:*)", "mcp__github__search"], step.Tools!.Allowed);
        Assert.Equal(["github"], step.Tools.McpServers);
        Assert.Equal("{{inputs.x}}-2026", step.Feature);
        Assert.Null(result.Definition.Step("z").Tools);
    }

    [Theory]
    [InlineData("github", null)]
    [InlineData("gitub", "6:62 There is no MCP server 'gitub'; did you mean 'github'?")]
    [InlineData("wiki", "6:62 There is no MCP server 'wiki'; configured are: github, tickets.")]
    public void Parse_WhereTheConfigurationIsKnown_RefusesOtherMcpServers(string server, string? expected)
    {
        var servers = new HashSet<string>(StringComparer.Ordinal) { "tickets", "github" };
        var text = Before + $"{{id: a, prompt: hi, agent: claude, tools: {{mcp_servers: [{server}]}}}}\n";

        var result = WorkflowParser.Parse(text, "w.yaml", knownMcpServers: servers);

        Assert.Equal(expected, result.Diagnostics.Select(d => $"{d.Line}:{d.Column} {d.Message}").SingleOrDefault());
        Assert.True(WorkflowParser.Parse(text, "w.yaml").IsValid);
    }

    [Fact]
    public void Parse_McpServersAlone_LimitNothing()
    {
        var step = WorkflowParser.Parse(Before + "{id: a, prompt: hi, agent: mine, tools: {mcp_servers: [github]}, feature: AUTH-1.2}\n", "w.yaml").Definition!.Step("a");

        Assert.Null(step.Tools!.Allowed);
        Assert.Equal("AUTH-1.2", step.Feature);
    }

    [Theory]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: [Read]}", "6:47 wrong-type", "'tools' is a mapping with the keys allowed, mcp_servers; this is a list.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {}}", "6:47 missing-key", "'tools' needs 'allowed' or 'mcp_servers', such as 'tools: {allowed: [Read, Grep]}'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allow: [Read]}}", "6:48 unknown-key", "'allow' is not a key of 'tools'; did you mean 'allowed'?")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allowed: []}}", "6:57 wrong-type", "'allowed' names at least one; leave it out for the agent's own choice.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {mcp_servers: }}", "6:61 wrong-type", "'mcp_servers' names at least one; leave it out for the agent's own choice.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allowed: Read}}", "6:57 wrong-type", "'allowed' is a list; this is the text 'Read'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allowed: [Read, Read]}}", "6:64 duplicate-name", "'Read' is in 'allowed' twice.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allowed: [--dangerously-skip-permissions]}}", "6:58 bad-name", "A tool is the name of a tool, with what it may do in parentheses where the agent knows that, such as Read, 'Bash(git log:*)' or mcp__github, at most 300 characters; this is '--dangerously-skip-permissions'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {allowed: ['Read,Bash']}}", "6:58 bad-name", "A tool is the name of a tool, with what it may do in parentheses where the agent knows that, such as Read, 'Bash(git log:*)' or mcp__github, at most 300 characters; this is 'Read,Bash'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, tools: {mcp_servers: [Git Hub]}}", "6:62 bad-name", "The name of an MCP server is a lower-case letter, then lower-case letters, digits, '_' and '-', at most 100; this is 'Git Hub'.")]
    [InlineData("{id: a, run: ls, tools: {allowed: [Read]}}", "6:22 key-not-for-this", "'tools' is for steps with a 'prompt'; this one has 'run'.")]
    [InlineData("{id: a, prompt: hi, capabilities: [go], tools: {allowed: [Read]}}", "6:45 key-not-for-this", "'tools' is for steps with an 'agent': a worker is a program of its own and has the tools that it has; leave 'tools' out, or name an agent.")]
    [InlineData("{id: a, prompt: hi, agent: codex, tools: {allowed: [Read]}}", "6:39 key-not-for-this", "'tools' cannot be kept by this agent: 'codex' has no list of tools; its option 'sandbox' says what it may do, such as 'agent: {provider: codex, options: {sandbox: read-only}}'. Leave 'tools' out, or take claude, copilot or gemini.")]
    [InlineData("{id: a, prompt: hi, agent: anthropic, tools: {mcp_servers: [m]}}", "6:43 key-not-for-this", "'tools' cannot be kept by this agent: 'anthropic' is asked over an API and has no tools. Leave 'tools' out, or take claude, copilot or gemini.")]
    [InlineData("{id: a, prompt: hi, agent: gemini, tools: {mcp_servers: [m]}}", "6:40 key-not-for-this", "'tools.mcp_servers' cannot be given to this agent: 'gemini' reads its MCP servers from its own settings. Leave them out, or take claude or copilot.")]
    [InlineData("{id: a, prompt: hi, agent: claude, feature: my feature}", "6:49 bad-name", "'feature' is a letter or digit, then letters, digits, '.', '_' and '-', at most 100; this is 'my feature'.")]
    [InlineData("{id: a, prompt: hi, agent: claude, feature: 5}", "6:49 wrong-type", "'feature' is a text; this is the number 5; put it in quotes.")]
    [InlineData("{id: a, prompt: hi, agent: claude, feature: '{{steps.z.outputs.o}}'}", "6:52 unknown-name", "There is no 'steps' in a feature; names begin with one of: inputs, run, repository.")]
    [InlineData("{id: a, run: ls, feature: f}", "6:22 key-not-for-this", "'feature' is for steps with a 'prompt'; this one has 'run'.")]
    public void Parse_RuleBroken_SaysWhereAndWhat(string step, string place, string message)
    {
        var only = Only(WorkflowParser.Parse(Before + step + "\n", "w.yaml"));

        Assert.Equal(place + " " + message, $"{only.Line}:{only.Column} {only.Code} {only.Message}");
    }
}
