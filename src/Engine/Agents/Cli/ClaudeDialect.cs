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

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        List<string> command = [Program, "-p", "--output-format", "stream-json", "--verbose"];
        Add("--model", options.Model);
        Add("--permission-mode", options.Choice("permission_mode", PermissionModes));
        Add("--allowedTools", options.Joined("allowed_tools"));
        Add("--max-turns", options.Count("max_turns"));
        Add("--mcp-config", options.Text("mcp_config"));
        Add("--resume", options.Session);
        return new CliLaunch(command);

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
