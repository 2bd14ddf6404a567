namespace Signalbox.Engine.Agents.Cli;

/// <summary>Codex' command line (design/agents.md, row <c>codex</c>).</summary>
internal sealed class CodexDialect : ICliDialect
{
    private static readonly string[] Sandboxes = ["read-only", "workspace-write", "danger-full-access"];

    public string Id => "codex";

    public string Name => "Codex";

    public string Provider => "openai";

    public IReadOnlyList<string> Capabilities => ["plan", "implement", "review", "test", "document"];

    public string Program => "codex";

    public string InstallHint => "install it with `npm install -g @openai/codex` and sign in, then check again";

    public string SignInHint => "run `codex login` in a terminal as the user that Signalbox runs as, then run the step again";

    public IReadOnlyList<string> Options => ["sandbox"];

    public string? RefuseTools(AgentTools tools) => "codex has no list of tools: leave 'tools' out and say with its option 'sandbox' what it may do, or let claude, copilot or gemini do the step";

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        List<string> command = [Program, "exec", "--json"];
        if (options.Model is { } model)
        {
            command.AddRange(["--model", model]);
        }

        if (options.Choice("sandbox", Sandboxes) is { } sandbox)
        {
            command.AddRange(["--sandbox", sandbox]);
        }

        // Options come before `resume`, which knows few of them.
        command.AddRange(["--cd", request.WorkingDirectory]);
        if (options.Session is { } session)
        {
            command.AddRange(["resume", session]);
        }

        command.Add("-");
        return new CliLaunch(command);
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new CodexStream(this, report);
}
