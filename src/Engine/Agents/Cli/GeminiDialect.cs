namespace Signalbox.Engine.Agents.Cli;

/// <summary>Gemini's command line (design/agents.md, row <c>gemini</c>). It begins a new session each time.</summary>
internal sealed class GeminiDialect : ICliDialect
{
    private static readonly string[] ApprovalModes = ["default", "auto_edit", "yolo", "plan"];

    public string Id => "gemini";

    public string Name => "Gemini";

    public string Provider => "google";

    public IReadOnlyList<string> Capabilities => ["plan", "implement", "review", "test", "document"];

    public string Program => "gemini";

    public string InstallHint => "install it with `npm install -g @google/gemini-cli` and sign in, then check again";

    public string SignInHint => "run `gemini` in a terminal as the user that Signalbox runs as and sign in, or give the step a GEMINI_API_KEY among its secrets, then run it again";

    public IReadOnlyList<string> Options => ["approval_mode", "allowed_tools", "include_directories"];

    public string? RefuseTools(AgentTools tools) => tools.McpServers.Count == 0 ? null
        : "gemini reads its MCP servers from its own settings: leave 'tools.mcp_servers' out, or let claude or copilot do the step";

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        var (prompt, onInput) = CliPrompt.Arguments(request);
        var tools = new CliTools(Id, request, "allowed_tools", CliTools.Split(options.Joined("allowed_tools")));
        var mode = options.Choice("approval_mode", ApprovalModes);
        tools.Refuse(Id, "approval_mode", mode is "auto_edit" or "yolo" ? mode : null);
        List<string> command = [Program, .. prompt, "--output-format", "stream-json"];
        Add("--model", options.Model);
        Add("--approval-mode", mode);
        Add("--allowed-tools", tools.Allowed.Count == 0 ? null : string.Join(',', tools.Allowed));
        Add("--include-directories", options.Joined("include_directories"));
        return new CliLaunch(command) { PromptOnInput = onInput };

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                command.AddRange([name, value]);
            }
        }
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new GeminiStream(this, report);

    // The codes of Gemini's fatal errors; the stream may end before it says anything.
    public AgentError? FaultOf(int code, string? words)
    {
        var quote = words is null ? "" : $": {PlainText.OneLine(words)}";
        return code switch
        {
            41 => new AgentError("auth", $"{Name} is not signed in (exit code 41){quote}: {SignInHint}", Retryable: false),
            42 => new AgentError("bad_input", $"{Name} does not accept its prompt or an option (exit code 42){quote}", Retryable: false),
            53 => new AgentError("max_turns", $"{Name} used up its turns before it was done (exit code 53){quote}: raise maxSessionTurns in its settings or ask for less", Retryable: false),
            _ => null,
        };
    }
}
