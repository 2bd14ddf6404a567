using System.Text;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Commands;

/// <summary>A program that configuration describes.</summary>
internal sealed class CommandDialect(CommandAgentSettings settings) : ICliDialect
{
    private const int MaxPromptBytes = 64 * 1024;

    public string Id => settings.Id;

    public string Name => settings.Name ?? settings.Id;

    public AgentKind Kind => AgentKind.Command;

    public bool IsConfigured => true;

    public string Provider => "command";

    public string? Model => settings.Model;

    public IReadOnlyList<string> Capabilities => settings.Capabilities;

    public string? Program => settings.Command[0];

    public bool TellsVersion => settings.TellsVersion;

    public string InstallHint => settings.InstallHint ?? $"install it, or change Agents:Commands:{Id}:Command, then check again";

    public string SignInHint => "sign in as the user that Signalbox runs as, or give the step its key among its secrets, then run it again";

    public IReadOnlyList<string> Options => [];

    public string? RefuseTools(AgentTools tools) => $"{Id} is told what it may use in Agents:Commands:{Id}:Command, not by a step: leave 'tools' out, or let claude, copilot or gemini do the step";

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        if (request.Options.Count > 0)
        {
            throw new CliOptionException($"agent {Id} has no options: they are all in Agents:Commands:{Id}:Command");
        }

        var session = settings.Resume is null ? null : options.Session;
        var template = session is null ? settings.Command : settings.Resume!;
        var takesPrompt = CommandTemplate.Has(template, "prompt");
        var command = CommandTemplate.Fill(template, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["prompt"] = takesPrompt ? Prompt(request) : null,
            ["prompt_file"] = Path.Combine(request.Directory, "prompt.md"),
            ["workspace"] = request.WorkingDirectory,
            ["model"] = options.Model ?? settings.Model,
            ["session"] = session,
        });
        return new CliLaunch(command) { PromptOnInput = !takesPrompt && !CommandTemplate.Has(template, "prompt_file") };
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => settings.Output switch
    {
        CommandOutput.Text => new CommandTextStream(report),
        CommandOutput.JsonLines => new CommandLineStream(this, settings.Fields, report),
        _ => throw new InvalidOperationException($"{settings.Output} is not known"),
    };

    private string Prompt(AgentRequest request)
    {
        var prompt = request.Prompt ?? throw new ArgumentException("an agent's step has a prompt", nameof(request));
        var fault = prompt.Contains('\0', StringComparison.Ordinal) ? "holds a NUL character"
            : Encoding.UTF8.GetByteCount(prompt) > MaxPromptBytes ? "is longer than 64 KiB"
            : request.Secrets.Any(secret => prompt.Contains(secret.Trim('\r', '\n'), StringComparison.Ordinal)) ? "holds a secret"
            : null;
        return fault is null ? prompt : throw new CliOptionException($"agent {Id}: the prompt {fault} and cannot be an argument; let Agents:Commands:{Id}:Command take it from standard input or {{prompt_file}}");
    }
}
