using System.Text.Json.Nodes;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>GitHub Copilot's command line (design/agents.md, row <c>copilot</c>).</summary>
internal sealed class CopilotDialect : ICliDialect
{
    // A variable of the step that lets it do everything.
    private const string AllowAll = "COPILOT_ALLOW_ALL";

    public string Id => "copilot";

    public string Name => "GitHub Copilot";

    public string Provider => "github";

    public IReadOnlyList<string> Capabilities => ["plan", "implement", "review", "test", "document"];

    public string Program => "copilot";

    public string InstallHint => "install it with `npm install -g @github/copilot` and sign in, then check again";

    public string SignInHint => "run `copilot` in a terminal as the user that Signalbox runs as, sign in with /login, then run the step again";

    public IReadOnlyList<string> Options => ["allow_tool", "deny_tool", "allow_all_tools", "add_dir"];

    public string? RefuseTools(AgentTools tools) => null;

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        var (prompt, onInput) = CliPrompt.Arguments(request);
        var tools = new CliTools(Id, request, "allow_tool", options.Each("allow_tool"));
        tools.Refuse(Id, "allow_all_tools", options.IsOn("allow_all_tools") ? "true" : null);
        tools.Refuse(Id, AllowAll, request.Environment.GetValueOrDefault(AllowAll));
        List<string> command = [Program, .. prompt, "--output-format", "json", "--no-ask-user"];
        AddEach("--model", options.Model is { } model ? [model] : []);
        AddEach("--allow-tool", tools.IsLimited ? tools.Allowed : [.. tools.Allowed, .. tools.Servers.Select(s => s.Id)]);
        AddEach("--deny-tool", options.Each("deny_tool"));
        AddEach("--add-dir", options.Each("add_dir"));
        if (options.IsOn("allow_all_tools"))
        {
            command.Add("--allow-all-tools");
        }

        AddEach("--additional-mcp-config", tools.Servers.Count > 0 ? [$"@{tools.McpPath}"] : []);
        AddEach("--resume", options.Session is { } session ? [session] : []);
        return new CliLaunch(command) { PromptOnInput = onInput, Files = tools.Files(Describe) };

        void AddEach(string name, IEnumerable<string> values)
        {
            foreach (var value in values)
            {
                command.AddRange([name, value]);
            }
        }
    }

    private static JsonObject Describe(McpServer server)
    {
        var described = CliTools.Describe(server, "local");
        described["tools"] = new JsonArray("*");
        return described;
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new CopilotStream(this, report);
}
