using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Reads one agent of the document (spec 2, Agent, Validation Rules).</summary>
internal sealed class AgentEntry
{
    private const string Placeholder = "http://127.0.0.1";
    private static readonly IReadOnlyDictionary<string, ConfiguredAgentKind> Kinds = new Dictionary<string, ConfiguredAgentKind>(StringComparer.Ordinal)
    {
        ["api"] = ConfiguredAgentKind.Api,
        ["command"] = ConfiguredAgentKind.Command,
        ["worker"] = ConfiguredAgentKind.Worker,
    };

    private static readonly IReadOnlyDictionary<string, ApiKind> Formats = new Dictionary<string, ApiKind>(StringComparer.Ordinal) { ["anthropic"] = ApiKind.Anthropic, ["openai"] = ApiKind.OpenAI };
    private static readonly IReadOnlyDictionary<string, CommandOutput> Outputs = new Dictionary<string, CommandOutput>(StringComparer.Ordinal) { ["text"] = CommandOutput.Text, ["jsonl"] = CommandOutput.JsonLines };

    private readonly SectionReader section;
    private readonly BindContext context;
    private readonly ScalarNode key;

    private AgentEntry(ScalarNode key, SectionReader section) => (this.key, this.section, context) = (key, section, section.Context);

    /// <summary>The agent; null when it is none. Its faults are in the context.</summary>
    public static ConfiguredAgent? Read(MappingEntry entry, AgentRules rules, BindContext context) =>
        SectionReader.CheckName(entry.Key, "the id of an agent", NameRule.Slug, context) && SectionReader.Open(entry.Value, ConfigurationKeys.Agent, context) is { } section
            ? new AgentEntry(entry.Key, section).Read(rules)
            : null;

    private ConfiguredAgent? Read(AgentRules rules)
    {
        MetadataSection.Read(section.Find("metadata"), context);
        var isEnabled = section.Flag("enabled") is not false;
        var (line, column) = context.Bag.Source.Position(key.Start);
        if (AgentCatalog.ProgramIds.Contains(key.Text))
        {
            return Found(isEnabled, line, column);
        }

        var kind = KindOf();
        RefuseOthers(kind);
        var agent = new ConfiguredAgent
        {
            Id = key.Text,
            IsEnabled = isEnabled,
            Kind = kind,
            Name = section.Text("name"),
            Provider = section.Text("provider"),
            Model = section.Text("model"),
            Capabilities = [.. section.Texts("capabilities", "a capability").Select(c => c.Text)],
            Line = line,
            Column = column,
        };

        // Also of one that is switched off: what is there is right, whatever is missing.
        var (api, command, worker) = (Api(agent), Command(agent), Worker(agent));
        if (!isEnabled)
        {
            return agent;
        }

        Check(agent, worker, rules);
        return kind switch
        {
            ConfiguredAgentKind.Api => agent with { Api = api },
            ConfiguredAgentKind.Command => agent with { Command = command },
            ConfiguredAgentKind.Worker => agent with { Worker = worker },
            ConfiguredAgentKind.Found => agent,
        };
    }

    /// <summary>One that is found on the machine: nothing of it is the document's to say.</summary>
    private ConfiguredAgent Found(bool isEnabled, int line, int column)
    {
        if (key.Text is StepDefinition.AnyWorker)
        {
            context.Error(key, ConfigurationCodes.AgentOfSignalbox, $"'{key.Text}' means any worker; the agent needs another id.");
        }

        foreach (var (said, _) in section.Node.Entries.Where(e => e.Key.Text is not ("enabled" or "metadata") && ConfigurationKeys.Agent.Has(e.Key.Text)))
        {
            context.Error(said, ConfigurationCodes.AgentOfSignalbox, $"'{said.Text}' cannot be said of '{key.Text}', which is found on the machine; 'enabled' can. Give another agent another id, such as '{key.Text}-api'.");
        }

        return new ConfiguredAgent { Id = key.Text, IsEnabled = isEnabled, Kind = ConfiguredAgentKind.Found, Line = line, Column = column };
    }

    private ConfiguredAgentKind KindOf() =>
        section.Word("kind", Kinds)
        ?? (section.Find("command") is not null ? ConfiguredAgentKind.Command
            : ConfigurationKeys.Own[ConfiguredAgentKind.Api].Any(k => section.Find(k) is not null) || KnownApi is not null ? ConfiguredAgentKind.Api
            : ConfiguredAgentKind.Worker);

    /// <summary>The provider's own API.</summary>
    private ApiAgentSettings? KnownApi => (section.Find("provider") as ScalarNode)?.Text switch
    {
        "anthropic" => ApiAgentSettings.Anthropic,
        "openai" => ApiAgentSettings.OpenAI,
        _ => null,
    };

    private void RefuseOthers(ConfiguredAgentKind kind)
    {
        foreach (var (other, names) in ConfigurationKeys.Own.Where(o => o.Key != kind))
        {
            foreach (var said in names.Select(section.KeyOf).OfType<ScalarNode>())
            {
                context.Error(said, DiagnosticCodes.KeyNotForThis, $"'{said.Text}' is for an agent of the kind {Word(other)}; '{key.Text}' is of the kind {Word(kind)}.");
            }
        }
    }

    private ApiAgentSettings? Api(ConfiguredAgent agent)
    {
        var known = KnownApi;
        var format = section.Word("format", Formats) ?? known?.Kind ?? ApiKind.OpenAI;
        var tokens = section.Integer("max_tokens");
        var url = section.TextNode("base_url");
        var reference = section.TextNode("api_key") is { } text ? SecretReference.Parse("KEY_OF_" + key.Text.ToUpperInvariant().Replace('-', '_'), SecretText.Plain(text.Text), out _) : null;
        if (section.Find("api_key") is ScalarNode { Kind: ScalarKind.Text } written && reference is null)
        {
            context.Error(written, ConfigurationCodes.NotAReference, $"'api_key' is not a reference; write {SecretText.Allowed}.");
        }

        if (agent is not { IsEnabled: true, Kind: ConfiguredAgentKind.Api })
        {
            return null;
        }

        if (known is not null && section.Find("api_key") is null)
        {
            context.Error(section.Node, DiagnosticCodes.MissingKey, $"'{agent.Id}' needs 'api_key', such as 'api_key: ${{env:{(known.Kind == ApiKind.Anthropic ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY")}}}'.");
        }

        if (known is null && section.Find("base_url") is null)
        {
            context.Error(section.Node, DiagnosticCodes.MissingKey, $"'{agent.Id}' needs 'base_url', such as 'base_url: http://127.0.0.1:11434/v1', or a provider with an API of its own: anthropic, openai.");
        }

        var address = known?.BaseUrl;
        if (url is not null && !Uri.TryCreate(url.Text, UriKind.Absolute, out address))
        {
            context.Error(url, ConfigurationCodes.BadAgent, $"'base_url' is an address such as https://api.example.com/v1; this is {Wording.Quote(url.Text)}.");
        }

        var settings = new ApiAgentSettings
        {
            Id = agent.Id,
            Kind = format,
            BaseUrl = address ?? new Uri(Placeholder),
            ApiKey = reference,
            Name = agent.Name,
            Model = agent.Model,
            MaxTokens = (int?)tokens,
            Provider = agent.Provider,
            Capabilities = agent.Capabilities.Count == 0 ? null : agent.Capabilities,
        };
        Say(settings.FindFaults(), new Dictionary<string, string>(StringComparer.Ordinal) { ["BaseUrl"] = "base_url" });
        return settings;
    }

    private CommandAgentSettings? Command(ConfiguredAgent agent)
    {
        var command = section.Items("command").Select(i => SectionReader.AsText(i, "a part of 'command'", context, mayBeEmpty: true)).OfType<ScalarNode>().Select(i => i.Text).ToList();
        var resume = section.Items("resume").Select(i => SectionReader.AsText(i, "a part of 'resume'", context, mayBeEmpty: true)).OfType<ScalarNode>().Select(i => i.Text).ToList();
        var output = section.Word("output", Outputs) ?? CommandOutput.Text;
        var tellsVersion = section.Flag("tells_version") ?? false;
        var hint = section.Text("install_hint");
        var fields = section.Find("fields") is { } node && SectionReader.Open(node, ConfigurationKeys.Fields, context) is { } read ? Fields(read) : new CommandFields();
        if (agent is not { IsEnabled: true, Kind: ConfiguredAgentKind.Command })
        {
            return null;
        }

        if (section.Find("command") is null)
        {
            context.Error(section.Node, DiagnosticCodes.MissingKey, $"'{agent.Id}' needs 'command', such as 'command: [my-agent, --model, \"{{model}}\"]'.");
            return null;
        }

        var settings = new CommandAgentSettings
        {
            Id = agent.Id,
            Command = command,
            Resume = resume.Count == 0 ? null : resume,
            Name = agent.Name,
            Model = agent.Model,
            Capabilities = agent.Capabilities.Count == 0 ? ["implement"] : agent.Capabilities,
            Output = output,
            Fields = fields,
            TellsVersion = tellsVersion,
            InstallHint = hint,
        };
        Say(settings.FindFaults(), new Dictionary<string, string>(StringComparer.Ordinal) { ["Command"] = "command", ["Resume"] = "resume", ["Fields"] = "fields" });
        return settings;
    }

    private static CommandFields Fields(SectionReader fields) => new()
    {
        Text = fields.Text("text"),
        Thinking = fields.Text("thinking"),
        Answer = fields.Text("answer"),
        Session = fields.Text("session"),
        Model = fields.Text("model"),
        Error = fields.Text("error"),
        Tool = fields.Text("tool"),
        File = fields.Text("file"),
        InputTokens = fields.Text("input_tokens"),
        OutputTokens = fields.Text("output_tokens"),
        CacheReadTokens = fields.Text("cache_read_tokens"),
        CostUsd = fields.Text("cost_usd"),
    };

    private AgentRegistration Worker(ConfiguredAgent agent)
    {
        Dictionary<string, string> config = new(StringComparer.Ordinal);
        if (section.Find("config") is MappingNode mapping)
        {
            foreach (var (name, value) in mapping.Entries)
            {
                if (value is not ScalarNode { Kind: not ScalarKind.Null } scalar)
                {
                    context.Error(value, DiagnosticCodes.WrongType, $"{Wording.Quote(name.Text)} in 'config' is a text; this is {NodeWording.Describe(value)}.");
                }
                else if (SecretText.IsSecret(name.Text) && SecretText.Read("SECRET", scalar.Text) is null)
                {
                    context.Error(value, ConfigurationCodes.NotAReference, $"{Wording.Quote(name.Text)} in 'config' is not a reference; write {SecretText.Allowed}.");
                }
                else
                {
                    config[name.Text] = SecretText.IsSecret(name.Text) ? SecretText.Plain(scalar.Text) : scalar.Text;
                }
            }
        }
        else if (section.Find("config") is { } other and not ScalarNode { Kind: ScalarKind.Null })
        {
            context.Error(other, DiagnosticCodes.WrongType, $"'config' is a mapping; this is {NodeWording.Describe(other)}.");
        }

        return new AgentRegistration
        {
            Id = agent.Id,
            Name = agent.Name,
            Kind = AgentKind.Worker,
            Provider = agent.Provider,
            Model = agent.Model,
            Capabilities = agent.Capabilities.Count == 0 ? null : agent.Capabilities,
            Role = section.Text("role"),
            Capacity = (int?)section.Integer("capacity"),
            Config = config,
        };
    }

    /// <summary>What the registry would refuse, at the key that says it.</summary>
    private void Check(ConfiguredAgent agent, AgentRegistration worker, AgentRules rules)
    {
        // An API and a program have capabilities of their kind when none are said.
        var asRow = agent.Kind == ConfiguredAgentKind.Worker || agent.Capabilities.Count > 0 ? worker : worker with { Capabilities = ["implement"] };
        foreach (var fault in rules.Check(AgentRegistry.Preview(asRow)).Where(f => !f.Field.StartsWith("config", StringComparison.Ordinal)))
        {
            context.Error(section.Find(fault.Field) ?? key, ConfigurationCodes.BadAgent, $"The agent '{agent.Id}': {fault.Message}");
        }
    }

    // The settings of an agent name their keys as options are named.
    private void Say(IEnumerable<string> faults, Dictionary<string, string> names)
    {
        foreach (var fault in faults)
        {
            var parts = fault.Split(": ", 2);
            var option = parts[0].Split(':')[0];
            var at = names.TryGetValue(option, out var name) ? section.Find(name) ?? key : key;
            context.Error(at, ConfigurationCodes.BadAgent, parts.Length == 2 && name is not null ? $"'{name}' of '{key.Text}': {parts[1].TrimEnd('.')}." : $"'{key.Text}': {fault.TrimEnd('.')}.");
        }
    }

    private static string Word(ConfiguredAgentKind kind) => Kinds.First(k => k.Value == kind).Key;
}
