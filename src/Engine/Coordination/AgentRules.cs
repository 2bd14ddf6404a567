using System.Globalization;
using System.Text.RegularExpressions;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>Checks what is said of an agent (spec 2, Agent, Validation Rules): all faults at once, each in one sentence.</summary>
public sealed partial class AgentRules(AgentRulesOptions options, Func<string, string?> environment)
{
    private const int MaxText = 200;
    private const int MaxItems = 64;
    private const string IdAllowed = "a lower-case letter, then lower-case letters, digits, - and _; at most 64 characters";

    /// <summary>Providers of which nothing is known: a program outside, or a server of one's own, has the models it has.</summary>
    private static readonly string[] Open = ["external", "local", "openai-compatible", "ollama", "vllm", "llamacpp"];

    private static readonly string[] Known = ["anthropic", "openai", "github", "copilot", "google", .. Open];

    private volatile AgentRulesOptions _options = options;

    /// <summary>Providers that may be named.</summary>
    public IReadOnlyList<string> Providers => [.. Known, .. _options.Providers];

    /// <summary>Agents that the configuration names.</summary>
    public IReadOnlyList<AgentRegistration> Configured => _options.Agents;

    /// <summary>Another configuration from now on.</summary>
    public void Change(AgentRulesOptions options) => _options = options;

    /// <summary>Everything that is wrong with an agent that somebody registers: a worker, or one that this server could run.</summary>
    public IReadOnlyList<InputFault> CheckNew(RegisteredAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return RegisteredSettings.OfKind(agent.Kind) is { } fault ? [fault, .. Check(agent)] : Check(agent);
    }

    /// <summary>Everything that is wrong with an agent as it would be after a change.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="isOfMachine">What it is was found, or said by the configuration, which is judged elsewhere; only the rest can be changed here, and be wrong.</param>
    public IReadOnlyList<InputFault> CheckChanged(RegisteredAgent agent, bool isOfMachine) =>
        isOfMachine ? [.. Check(agent).Where(fault => fault.Field is "role" or "capacity")] : Check(agent);

    /// <summary>Everything that is wrong with an agent as it would be.</summary>
    public IReadOnlyList<InputFault> Check(RegisteredAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        List<InputFault> faults = [];
        if (!IsSlug(agent.Id) || agent.Id is StepDefinition.AnyWorker or Recipient.People or Recipient.Everyone)
        {
            Add("id", agent.Id, $"{IdAllowed}, and none of the words {StepDefinition.AnyWorker}, {Recipient.People} and {Recipient.Everyone}");
        }

        if (string.IsNullOrWhiteSpace(agent.Name) || agent.Name.Length > MaxText)
        {
            Add("name", agent.Name, $"a text of at most {MaxText} characters");
        }

        if (!Providers.Contains(agent.Provider, StringComparer.Ordinal))
        {
            Add("provider", agent.Provider, string.Join(", ", Providers));
        }
        else if (agent.Model is { } model && !_options.AllowedModels.Contains(model, StringComparer.Ordinal) && ModelsOf(agent.Provider) is { } pattern && !pattern.IsMatch(model))
        {
            Add("model", model, $"a model of {agent.Provider}, or one that Agents:AllowedModels of the server's configuration names");
        }

        if (agent.Capabilities.Count is 0 or > MaxItems)
        {
            Add("capabilities", agent.Capabilities.Count == 0 ? null : $"{agent.Capabilities.Count} of them", $"1 to {MaxItems} capabilities, such as code_review");
        }

        foreach (var capability in agent.Capabilities.Where(c => !IsSlug(c)))
        {
            Add("capabilities", capability, IdAllowed);
        }

        if (!IsSlug(agent.Role))
        {
            Add("role", agent.Role, $"worker, coordinator, or another word: {IdAllowed}");
        }

        if (agent.Capacity is < 1 or > 1000)
        {
            Add("capacity", agent.Capacity.Value.ToString(CultureInfo.InvariantCulture), "1 to 1000");
        }

        CheckConfig(agent, faults);
        return faults;

        void Add(string field, string? found, string allowed) => faults.Add(Fault(field, found, allowed));
    }

    private static InputFault Fault(string field, string? found, string allowed) =>
        new(field, found, allowed, found is null ? $"{field}: nothing was given, allowed is {allowed}." : $"{field}: found '{found}', allowed is {allowed}.");

    /// <summary>Whether the text has the form of ids, roles and capabilities.</summary>
    public static bool IsSlug(string? text) => text is { Length: <= 64 } && Slug().IsMatch(text);

    private void CheckConfig(RegisteredAgent agent, List<InputFault> faults)
    {
        faults.AddRange(agent.Kind switch
        {
            AgentKind.Api => RegisteredSettings.Api(agent).Faults,
            AgentKind.Command => RegisteredSettings.Command(agent).Faults,
            AgentKind.Shell or AgentKind.Cli or AgentKind.Worker => [],
        });
        if (agent.Config.Count > MaxItems)
        {
            faults.Add(Fault("config", $"{agent.Config.Count} entries", $"at most {MaxItems} entries"));
        }

        foreach (var (key, value) in agent.Config.Where(c => c.Key is not "max_tokens" && Credential().IsMatch(c.Key)))
        {
            if (Unresolved(value) is { } fault)
            {
                // Never quotes the value: somebody may have put the secret itself there.
                faults.Add(new InputFault($"config.{key}", null, "env:NAME or file:/absolute/path of a secret that is there", $"config.{key}: {fault}"));
            }
        }

        if (agent is { Kind: AgentKind.Api, Provider: "anthropic" or "openai" } && !agent.Config.ContainsKey("api_key"))
        {
            faults.Add(new InputFault("config.api_key", null, "env:NAME or file:/absolute/path", $"config.api_key: {agent.Provider} needs a credential: give env:NAME or file:/absolute/path."));
        }
    }

    private string? Unresolved(string reference)
    {
        const string Name = "CREDENTIAL";
        if (SecretReference.Parse(Name, reference, out _) is not { } parsed)
        {
            return "the value itself does not belong here; give env:NAME or file:/absolute/path, which says where it is.";
        }

        return new SecretCatalog([parsed], environment).Resolve(Name).Fault?.Replace($"Secrets:{Name}", "the reference", StringComparison.Ordinal).Replace(Name, "the credential", StringComparison.Ordinal);
    }

    private static Regex? ModelsOf(string provider) => provider switch
    {
        "anthropic" => Anthropic(),
        "openai" => OpenAi(),
        "google" => Google(),
        "github" or "copilot" => Copilot(),
        _ => null,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug();

    [GeneratedRegex("key|token|secret|password|credential", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credential();

    [GeneratedRegex(@"^(claude-[a-z0-9.-]+|opus|sonnet|haiku|default|opusplan)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Anthropic();

    [GeneratedRegex(@"^(gpt-[a-z0-9.-]+|o[0-9][a-z0-9.-]*|codex-[a-z0-9.-]+|chatgpt-[a-z0-9.-]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenAi();

    [GeneratedRegex(@"^gemini-[a-z0-9.-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Google();

    [GeneratedRegex(@"^(claude-|gpt-|o[0-9]|gemini-|grok-)[a-z0-9.-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Copilot();
}
