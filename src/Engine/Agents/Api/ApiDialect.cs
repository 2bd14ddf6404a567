using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Agents.Api;

/// <summary>
/// A model behind an API, called by a process of its own that Signalbox starts like any other agent: an answer goes on while the server is
/// restarted, and timeout, cancel, log and limits are the same for all (design/engine.md, "Agent processes outlive the server").
/// </summary>
internal sealed class ApiDialect(ApiAgentSettings settings, AgentSettings agents) : ICliDialect
{
    private static readonly string[] Efforts = ["low", "medium", "high"];

    public string Id => settings.Id;

    public string Name => settings.Name ?? settings.Id;

    public AgentKind Kind => AgentKind.Api;

    public bool IsConfigured => agents.Api.Any(agent => string.Equals(agent.Id, Id, StringComparison.Ordinal));

    public string? Model => settings.Model;

    public string Provider => settings.Provider ?? settings.Kind switch
    {
        ApiKind.Anthropic => "anthropic",
        ApiKind.OpenAI => "openai",
        _ => throw new InvalidOperationException($"{settings.Kind} is not known"),
    };

    public IReadOnlyList<string> Capabilities => settings.Capabilities ?? ["plan", "review", "document"];

    public string? Program => null;

    public string InstallHint => "install Signalbox again";

    public string SignInHint => settings.ApiKey is { } key ? $"put a valid key where {Reference(key)} is read from, then run the step again" : $"configure Agents:Api:{Id}:ApiKey, then run the step again";

    public IReadOnlyList<string> Options => settings.Kind switch
    {
        ApiKind.Anthropic => ["max_tokens", "effort", "system"],
        ApiKind.OpenAI => ["max_tokens", "effort", "temperature", "system"],
        _ => throw new InvalidOperationException($"{settings.Kind} is not known"),
    };

    // Anthropic counts tokens of the cache by themselves.
    public bool InputIncludesCache => settings.Kind != ApiKind.Anthropic;

    public string? FindFault() => agents.ApiProgram.Count == 0
        ? "this server has no program that calls APIs"
        : ReadKey() is { Fault: { } fault } ? $"{fault.TrimEnd('.')}; then check again" : null;

    public IReadOnlyList<string> ReadSecrets() => ReadKey().Value is { } key ? [key] : [];

    public string? RefuseTools(AgentTools tools) => $"{Id} is asked over an API and has no tools: leave 'tools' out, or let claude, copilot or gemini do the step";

    public CliLaunch Launch(AgentRequest request)
    {
        var options = new CliOptions(Id, request);
        options.AllowOnly(Options);
        var key = ReadKey();
        if (key.Fault is not null)
        {
            throw new CliOptionException($"{Name} has no key: {key.Fault}");
        }

        var call = new ApiCall
        {
            Kind = settings.Kind,
            BaseUrl = settings.BaseUrl,
            Model = options.Model ?? settings.Model ?? throw new CliOptionException($"{Name} needs a model: name one in the step, or in Agents:Api:{Id}:Model"),
            NewSession = request.AttemptId.Value,
            Directory = request.Directory,
            Session = request.ResumeSession,
            MaxTokens = options.Whole("max_tokens", 1, 1_000_000) ?? settings.MaxTokens,
            Temperature = options.Number("temperature", 0, 2),
            Effort = options.Choice("effort", Efforts),
            System = options.Words("system"),
        };
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ApiCall.Variable] = call.ToJson(),
            // One call is a small thing: not the memory of a server.
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        if (key.Value is { } value)
        {
            environment[ApiCall.KeyVariable] = value;
        }

        return new CliLaunch(agents.ApiProgram) { Environment = environment };
    }

    public ICliStream CreateStream(Action<AgentEvent> report) => new ApiStream(this, report);

    private static string Reference(SecretReference key) => key.IsFile ? $"file:{key.Source}" : $"env:{key.Source}";

    private SecretResult ReadKey() => settings.ApiKey is not { } key
        ? new SecretResult(null, null)
        : new SecretCatalog([key], agents.ServerEnvironment).Resolve(key.Name);
}
