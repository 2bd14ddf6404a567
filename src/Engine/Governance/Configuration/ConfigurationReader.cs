using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>
/// Reads a configuration (spec 2, Configuration; design/contract.md, Files). Never throws on what a file holds: a fault of form is one diagnostic
/// at its place, faults of meaning come all together.
/// </summary>
public static class ConfigurationReader
{
    /// <summary>Largest document, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    // A thousand workflows of a hundred values each, and as many agents, are far below it.
    private const int MaxNodes = 500_000;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The file, UTF-8 with or without a byte order mark, at most 4 MiB.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    /// <param name="known">What the server knows beside it; null: nothing is known.</param>
    public static ConfigurationReadResult Read(ReadOnlyMemory<byte> utf8, string file, ConfigurationKnown? known = null)
    {
        if (utf8.Length > MaxBytes)
        {
            return Refused(file, "", 0, DiagnosticCodes.TooLarge, "The file is larger than 4 MiB, which a configuration never is: move workflows into repositories.");
        }

        var text = YamlText.Decode(utf8.Span, out var readable, out var faultAt);
        return text is null
            ? Refused(file, readable, faultAt, DiagnosticCodes.Encoding, "The file is not UTF-8: a byte here belongs to no character. Save it as UTF-8.")
            : ReadText(text, file, known ?? ConfigurationKnown.Nothing);
    }

    /// <summary>Reads a text. The same limits hold.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string, ConfigurationKnown?)"/>
    public static ConfigurationReadResult Read(string text, string file, ConfigurationKnown? known = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(Encoding.UTF8.GetBytes(text), file, known);
    }

    /// <summary>Where a document says that secrets are; whatever else is wrong with it.</summary>
    public static IReadOnlyList<SecretReference> SecretsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bag = new DiagnosticBag("configuration", new SourceText(text));
        var context = new BindContext(bag, null);
        var settings = new SettingReader(context);
        if (YamlComposer.Compose(bag, MaxNodes, "configuration", "a configuration has at least 'version'") is { } root
            && SectionReader.Open(root, ConfigurationKeys.Document, context)?.Find("global") is { } global)
        {
            settings.Secrets(SectionReader.Open(global, ConfigurationKeys.Global, context)?.Find("secrets"), "global.secrets");
        }

        return [.. settings.Settings.Select(s => SecretReference.Parse(s.Option["Secrets:".Length..], s.Value, out _)).OfType<SecretReference>()];
    }

    private static ConfigurationReadResult ReadText(string text, string file, ConfigurationKnown known)
    {
        if (YamlText.FindForbidden(text) is >= 0 and var forbidden)
        {
            return Refused(file, text, forbidden, DiagnosticCodes.ControlCharacter, $"The character U+{(int)text[forbidden]:X4} is not allowed in a configuration.");
        }

        var bag = new DiagnosticBag(file, new SourceText(text));
        var root = YamlComposer.Compose(bag, MaxNodes, "configuration", "a configuration has at least 'version'");
        var document = root is null ? null : ReadRoot(root, text, bag, known);
        return new ConfigurationReadResult(bag.HasErrors ? null : document, bag.ToOrderedList()) { Partial = document };
    }

    /// <summary>As much as can be read; under the version 0.0.0 where it has none.</summary>
    private static ConfigurationDocument? ReadRoot(YamlNode root, string text, DiagnosticBag bag, ConfigurationKnown known)
    {
        var context = new BindContext(bag, null);
        if (SectionReader.Open(root, ConfigurationKeys.Document, context) is not { } section)
        {
            return null;
        }

        var version = Version(section, context);
        var settings = new SettingReader(context);
        var global = Open(section, "global", ConfigurationKeys.Global);
        var defaults = global?.Find("defaults") as MappingNode;
        IReadOnlyList<string> servers = [];
        settings.Table(global, "limits", "global", SettingTables.Limits);
        settings.Table(global, "cache", "global", SettingTables.Cache);
        if (global is not null)
        {
            settings.Keys(global, "global", SettingTables.Global);
            settings.Secrets(global.Find("secrets"), "global.secrets");
            servers = settings.McpServers(global.Find("mcp_servers"), "global.mcp_servers");
            settings.Prices(global, "global.prices");
        }

        if (Open(section, "observability", ConfigurationKeys.Observability) is { } observability)
        {
            settings.Keys(observability, "observability", SettingTables.Observability);
            settings.Table(observability, "otlp", "observability", SettingTables.Otlp);
            settings.Table(observability, "retention", "observability", SettingTables.Retention);
        }

        if (Open(section, "deployment", ConfigurationKeys.Deployment) is { } deployment)
        {
            settings.Keys(deployment, "deployment", SettingTables.Deployment);
            settings.Table(deployment, "storage", "deployment", SettingTables.Storage);
            settings.Table(deployment, "auth", "deployment", SettingTables.Auth);
            settings.Table(deployment, "cluster", "deployment", SettingTables.Cluster);
        }

        var agents = Agents(section, global, context, known);
        var inWorkflows = context with
        {
            KnownAgents = known.Agents is null ? null : AgentCatalog.KnownIds.Concat(known.Agents).Concat(agents.Select(a => a.Id)).ToHashSet(StringComparer.Ordinal),
            KnownMcpServers = known.McpServers?.Concat(servers).ToHashSet(StringComparer.Ordinal),
        };
        DefaultsSection.Read(global?.Find("defaults"), inWorkflows);
        var reader = new WorkflowEntryReader(defaults, inWorkflows);
        List<ConfiguredWorkflow> workflows = [.. Entries(section, "workflows", context).Select(reader.Read).OfType<ConfiguredWorkflow>()];
        return new ConfigurationDocument
        {
            Version = version ?? SemanticVersion.Parse("0.0.0")!,
            Settings = settings.Settings,
            Agents = agents,
            Workflows = workflows,
            Text = text,
            VersionAt = section.Find("version") is ScalarNode place ? place.Start..place.End : default,
        };
    }

    private static SectionReader? Open(SectionReader parent, string key, SectionKeys keys) => parent.Find(key) is { } node ? SectionReader.Open(node, keys, parent.Context) : null;

    private static SemanticVersion? Version(SectionReader section, BindContext context)
    {
        switch (section.Find("version"))
        {
            case null:
                return null;
            case ScalarNode { Kind: not ScalarKind.Null } scalar when SemanticVersion.Parse(scalar.Text) is { } version:
                return version;
            case var other:
                // 1.4 reads as a number
                context.Error(other, ConfigurationCodes.BadVersion, $"The version of a configuration is {SemanticVersion.Allowed}; this is {NodeWording.Describe(other)}.");
                return null;
        }
    }

    private static List<ConfiguredAgent> Agents(SectionReader section, SectionReader? global, BindContext context, ConfigurationKnown known)
    {
        var rules = new AgentRules(
            new AgentRulesOptions
            {
                Providers = [.. known.Providers, .. Texts(global, "providers")],
                AllowedModels = [.. known.AllowedModels, .. Texts(global, "allowed_models")],
            },
            _ => null);
        return [.. Entries(section, "agents", context).Select(e => AgentEntry.Read(e, rules, context)).OfType<ConfiguredAgent>()];
    }

    private static IEnumerable<string> Texts(SectionReader? global, string key) =>
        (global?.Find(key) as SequenceNode)?.Items.OfType<ScalarNode>().Select(s => s.Text) ?? [];

    private static List<MappingEntry> Entries(SectionReader section, string key, BindContext context)
    {
        switch (section.Find(key))
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case MappingNode mapping:
                return mapping.Entries;
            case var other:
                context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is a mapping; this is {NodeWording.Describe(other)}.");
                return [];
        }
    }

    private static ConfigurationReadResult Refused(string file, string text, int at, string code, string message)
    {
        var bag = new DiagnosticBag(file, new SourceText(text));
        bag.Error(at, code, message);
        return new ConfigurationReadResult(null, bag.ToOrderedList());
    }
}
