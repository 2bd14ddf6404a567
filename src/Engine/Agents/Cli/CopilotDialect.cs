namespace Signalbox.Engine.Agents.Cli;

/// <summary>GitHub Copilot's command line (design/agents.md, row <c>copilot</c>).</summary>
internal sealed class CopilotDialect : ICliDialect
{
    public string Id => "copilot";

    public string Name => "GitHub Copilot";

    public string Provider => "github";

    public IReadOnlyList<string> Capabilities => ["plan", "implement", "review", "test", "document"];

    public string Program => "copilot";

    public string InstallHint => "install it with `npm install -g @github/copilot` and sign in, then check again";

    public string SignInHint => "run `copilot` in a terminal as the user that Signalbox runs as, sign in with /login, then run the step again";

    public IReadOnlyList<string> Options => ["allow_tool", "deny_tool", "allow_all_tools", "add_dir"];

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        var (prompt, onInput) = CliPrompt.Arguments(request);
        List<string> command = [Program, .. prompt, "--output-format", "json", "--no-ask-user"];
        AddEach("--model", options.Model is { } model ? [model] : []);
        AddEach("--allow-tool", options.Each("allow_tool"));
        AddEach("--deny-tool", options.Each("deny_tool"));
        AddEach("--add-dir", options.Each("add_dir"));
        if (options.IsOn("allow_all_tools"))
        {
            command.Add("--allow-all-tools");
        }

        AddEach("--resume", options.Session is { } session ? [session] : []);
        return new CliLaunch(command) { PromptOnInput = onInput };

        void AddEach(string name, IEnumerable<string> values)
        {
            foreach (var value in values)
            {
                command.AddRange([name, value]);
            }
        }
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new CopilotStream(this, report);
}
