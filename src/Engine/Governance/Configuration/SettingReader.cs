using System.Globalization;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Turns the keys of a table into options of the server, each with its place.</summary>
internal sealed class SettingReader(BindContext context)
{
    private readonly List<ConfigurationSetting> settings = [];

    /// <summary>What was read, in the order of the tables.</summary>
    public IReadOnlyList<ConfigurationSetting> Settings => settings;

    /// <summary>The mapping under a key of a section, when it is there.</summary>
    public void Table(SectionReader? parent, string key, string path, SettingTable table)
    {
        if (parent?.Find(key) is { } node && SectionReader.Open(node, table.Section, context) is { } section)
        {
            Keys(section, $"{path}.{key}", table.Keys);
        }
    }

    /// <summary>Those keys of a section that are options.</summary>
    /// <param name="section">The section.</param>
    /// <param name="path">Its place.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="below">What stands before their options; null: nothing.</param>
    public void Keys(SectionReader section, string path, IEnumerable<SettingKey> keys, string? below = null)
    {
        foreach (var key in keys)
        {
            if (section.Find(key.Name) is { } node)
            {
                Read(section, key, node, $"{path}.{key.Name}", below + key.Option);
            }
        }
    }

    /// <summary>Where each secret is.</summary>
    public void Secrets(YamlNode? node, string path)
    {
        foreach (var (key, value) in Entries(node, "'secrets'"))
        {
            if (!SecretReference.IsName(key.Text) || key.Text.Length > 100)
            {
                context.Error(key, DiagnosticCodes.BadName, $"The name of a secret is {Patterns.SecretAllowed}; this is {Wording.Quote(key.Text)}.");
            }
            else if (Reference(value, $"The secret {key.Text}") is { } reference)
            {
                Add($"Secrets:{key.Text}", reference, $"{path}.{key.Text}", value);
            }
        }
    }

    /// <summary>The MCP servers; those switched off are left out.</summary>
    /// <returns>Their names, those switched off not among them.</returns>
    public IReadOnlyList<string> McpServers(YamlNode? node, string path)
    {
        List<string> names = [];
        foreach (var (key, value) in Entries(node, "'mcp_servers'"))
        {
            if (SectionReader.CheckName(key, "the name of an MCP server", NameRule.Slug, context)
                && SectionReader.Open(value, ConfigurationKeys.McpServer, context) is { } section
                && section.Flag("enabled") is not false)
            {
                names.Add(key.Text);
                Keys(section, $"{path}.{key.Text}", SettingTables.McpServer.Keys, $"Agents:McpServers:{key.Text}:");
            }
        }

        return names;
    }

    /// <summary>What models cost.</summary>
    public void Prices(SectionReader global, string path)
    {
        var number = 0;
        foreach (var item in global.Items("prices"))
        {
            if (SectionReader.Open(item, SettingTables.Price.Section, context) is { } section)
            {
                Keys(section, string.Create(CultureInfo.InvariantCulture, $"{path}[{number}]"), SettingTables.Price.Keys, string.Create(CultureInfo.InvariantCulture, $"Agents:Prices:{number}:"));
                number++;
            }
        }
    }

    /// <summary>The reference in the form of options; null, and a fault, where something else stands.</summary>
    private string? Reference(YamlNode node, string what)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } text && SecretText.Read("SECRET", text.Text) is not null)
        {
            return SecretText.Plain(text.Text);
        }

        context.Error(node, ConfigurationCodes.NotAReference, $"{what} is not a reference; write {SecretText.Allowed}.");
        return null;
    }

    private List<MappingEntry> Entries(YamlNode? node, string what)
    {
        switch (node)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case MappingNode mapping:
                return mapping.Entries;
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"{what} is a mapping; this is {NodeWording.Describe(node)}.");
                return [];
        }
    }

    private void Read(SectionReader section, SettingKey key, YamlNode node, string path, string option)
    {
        switch (key.Shape)
        {
            case ListKey:
                foreach (var (text, i) in section.Texts(key.Name, $"an item of '{key.Name}'").Select((t, i) => (t, i)))
                {
                    Add(string.Create(CultureInfo.InvariantCulture, $"{option}:{i}"), text.Text, path, text);
                }

                break;
            case MapKey map:
                foreach (var (name, value) in Entries(node, $"'{key.Name}'"))
                {
                    if ((map.Names is null || SectionReader.CheckName(name, $"a name in '{key.Name}'", map.Names, context)) && Scalar(value, name.Text) is { } text)
                    {
                        Add($"{option}:{name.Text}", text, $"{path}.{name.Text}", value);
                    }
                }

                break;
            default:
                if (Value(section, key) is { } one)
                {
                    Add(option, one, path, node);
                }

                break;
        }
    }

    private static string? Value(SectionReader section, SettingKey key) => key.Shape switch
    {
        IntegerKey when key.IsSeconds => section.Integer(key.Name) is { } seconds ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture) : null,
        IntegerKey => section.Integer(key.Name)?.ToString(CultureInfo.InvariantCulture),
        NumberKey => section.Number(key.Name) is { } number and < 1e9 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : null,
        FlagKey => section.Flag(key.Name) switch { true => "true", false => "false", null => null },
        WordKey words => section.Word(key.Name, words.Words.Select((word, i) => (word, i)).ToDictionary(w => w.word, w => w.i, StringComparer.Ordinal)) is { } at ? words.Words[at] : null,
        _ => section.Text(key.Name) is { } text ? (key.Name is "connection_string" ? SecretText.Plain(text) : text) : null,
    };

    private string? Scalar(YamlNode node, string name)
    {
        if (node is ScalarNode { Kind: not ScalarKind.Null } scalar)
        {
            return scalar.Text;
        }

        context.Error(node, DiagnosticCodes.WrongType, $"{Wording.Quote(name)} is a text; this is {NodeWording.Describe(node)}.");
        return null;
    }

    private void Add(string option, string value, string path, YamlNode at)
    {
        var (line, column) = context.Bag.Source.Position(at.Start);
        settings.Add(new ConfigurationSetting(option, value, path, line, column));
    }
}
