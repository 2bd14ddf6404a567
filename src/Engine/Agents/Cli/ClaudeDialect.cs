namespace Signalbox.Engine.Agents.Cli;

/// <summary>Claude Code's command line (design/agents.md, row <c>claude</c>).</summary>
internal sealed class ClaudeDialect : ICliDialect
{
    private static readonly string[] PermissionModes = ["default", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"];

    public string Id => "claude";

    public string Name => "Claude Code";

    public string Provider => "anthropic";

    public IReadOnlyList<string> Capabilities => ["plan", "implement", "review", "test", "document"];

    public string Program => "claude";

    public string InstallHint => "install it with `npm install -g @anthropic-ai/claude-code` and sign in, then check again";

    public string SignInHint => "run `claude` in a terminal as the user that Signalbox runs as, sign in with /login, then run the step again";

    public IReadOnlyList<string> Options => ["permission_mode", "allowed_tools", "max_turns", "mcp_config"];

    public bool InputIncludesCache => false;

    public string? RefuseTools(AgentTools tools) => null;

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        var tools = new CliTools(Id, request, "allowed_tools", CliTools.Split(options.Joined("allowed_tools")));
        var mode = options.Choice("permission_mode", PermissionModes);
        tools.Refuse(Id, "permission_mode", mode is "acceptEdits" or "auto" or "bypassPermissions" ? mode : null);
        IEnumerable<string> allowed = tools.IsLimited ? tools.Allowed : [.. tools.Allowed, .. tools.Servers.Select(s => $"mcp__{s.Id}")];
        List<string> command = [Program, "-p", "--output-format", "stream-json", "--verbose"];
        Add("--model", options.Model);
        Add("--permission-mode", mode);
        Add("--allowedTools", allowed.Any() ? string.Join(',', allowed) : null);
        if (tools.IsLimited)
        {
            // The list above says what needs no permission; only this one takes the others away. MCP tools are in neither.
            Add("--tools", string.Join(',', tools.Allowed.Where(t => !t.StartsWith("mcp__", StringComparison.Ordinal)).Select(t => t.Split('(')[0]).Distinct(StringComparer.Ordinal)));
        }

        Add("--max-turns", options.Count("max_turns"));
        var own = options.Text("mcp_config");
        Add("--mcp-config", tools.Servers.Count > 0 ? tools.McpPath : own);
        if (request.Tools is not null)
        {
            // Nor those of the user's own settings.
            command.Add("--strict-mcp-config");
        }

        Add("--resume", options.Session);
        return new CliLaunch(command) { Files = tools.Files(s => CliTools.Describe(s, "stdio")) };

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                command.AddRange([name, value]);
            }
        }
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new ClaudeStream(this, report);
}
