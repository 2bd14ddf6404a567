using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Agents;

/// <summary>Reads the agents that a file declares (specs 2 and 5), by id.</summary>
internal static class AgentReader
{
    private static readonly string[] SecretKeys = ["api_key", "apikey", "token", "access_token", "secret", "password", "credentials"];

    /// <summary>Agents by their ids in the file; a mapping by id or a list with ids.</summary>
    /// <param name="node">The declarations; null gives none.</param>
    /// <param name="context">Where faults go.</param>
    /// <param name="wantsCapabilities">Whether a missing list of capabilities is said.</param>
    public static IReadOnlyDictionary<string, ImportedAgent> Read(YamlNode? node, ImportContext context, bool wantsCapabilities)
    {
        var agents = new Dictionary<string, ImportedAgent>(StringComparer.Ordinal);
        var declared = node switch
        {
            null => [],
            MappingNode map => map.Entries.Select(e => (Id: e.Key, Node: e.Value)),
            SequenceNode list => list.Items.Select(i => (Id: ((i as MappingNode)?.Find("id") ?? (i as MappingNode)?.Find("name"))?.Value as ScalarNode ?? new ScalarNode(i.Start, i.Start, "", ScalarKind.Text, ""), Node: i)),
            _ => [],
        };
        if (node is ScalarNode)
        {
            context.Error(node, DiagnosticCodes.WrongType, $"'agents' is a mapping of ids to agents; this is {NodeWording.Describe(node)}.");
        }

        foreach (var (id, value) in declared)
        {
            if (One(id, value, context, wantsCapabilities) is { } agent && !agents.TryAdd(id.Text, agent))
            {
                context.Error(id, DiagnosticCodes.DuplicateName, $"Two agents have the id {Wording.Quote(id.Text)}.");
            }
        }

        return agents;
    }

    private static ImportedAgent? One(ScalarNode id, YamlNode value, ImportContext context, bool wantsCapabilities)
    {
        if (ImportSection.Open(value, $"the agent {Wording.Quote(id.Text)}", context) is not { } section)
        {
            return null;
        }

        if (!Patterns.Slug().IsMatch(id.Text))
        {
            context.Error(id, DiagnosticCodes.BadName, $"The id of an agent is {Patterns.SlugAllowed}; this is {Wording.Quote(id.Text)}.");
        }

        section.Text("id");
        var name = section.Text("name")?.Text ?? id.Text;
        var provider = section.Require("provider");
        var model = section.Text("model");
        var capabilities = section.Texts("capabilities").Select(c => c.Text).ToList();
        var isCoordinator = section.Flag("can_orchestrate_workflows") ?? false;
        isCoordinator |= section.Text("role")?.Text is "coordinator";
        var enabled = section.Flag("enabled") ?? true;
        if (capabilities.Count == 0 && wantsCapabilities)
        {
            capabilities.Add("general");
            context.Warn(id, $"The agent '{id.Text}' names no capabilities; it gets [general].");
        }

        var config = Config(section, context);
        var kind = provider is null ? null : AgentKinds.Of(id.Text, provider.Text, config);
        if (kind is null)
        {
            if (provider is not null)
            {
                context.NotMappable(provider, $"There is no agent here for the provider {Wording.Quote(provider.Text)}; the providers are: anthropic, openai, github, copilot, google, gemini, claude, codex.");
            }

            return null;
        }

        return new ImportedAgent
        {
            Id = id.Text,
            Name = name,
            Provider = provider!.Text,
            Kind = kind,
            Model = model?.Text,
            Capabilities = capabilities,
            IsCoordinator = isCoordinator,
            Enabled = enabled,
            Config = config,
        };
    }

    /// <summary>Everything else, and what stands under <c>config</c> (spec 2), without the values of secrets.</summary>
    private static Dictionary<string, object?> Config(ImportSection section, ImportContext context)
    {
        string[] read = ["id", "name", "provider", "model", "capabilities", "can_orchestrate_workflows", "role", "enabled"];
        var config = new Dictionary<string, object?>(StringComparer.Ordinal);
        Add(section.Node.Entries.Where(e => !read.Contains(e.Key.Text, StringComparer.Ordinal)));
        return config;

        void Add(IEnumerable<MappingEntry> entries)
        {
            foreach (var (key, value) in entries)
            {
                if (value is MappingNode below && key.Text is "config")
                {
                    Add(below.Entries);
                }
                else if (SecretKeys.Contains(key.Text, StringComparer.OrdinalIgnoreCase) && value is not ScalarNode { Kind: ScalarKind.Null } && !IsReference(value))
                {
                    // the message must not show it
                    context.Warn(key, $"'{key.Text}' of {section.Owner} is not kept: a secret is a reference such as ${{NAME}}, never a value.");
                }
                else
                {
                    if (NodeWording.FindInfinite(value) is { } number)
                    {
                        context.Error(number, DiagnosticCodes.NotAllowed, $"The number {Wording.Quote(number.Text)} cannot be stored; numbers are finite.");
                    }

                    config[key.Text] = NodeWording.ToPlain(value);
                }
            }
        }
    }

    private static bool IsReference(YamlNode value) => value is ScalarNode { Text: var text }
        && ((text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}')) || text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal));
}
