namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>A mapping with text keys, each once, in the order written.</summary>
internal sealed class MappingNode(int start) : YamlNode(start)
{
    private readonly Dictionary<string, MappingEntry> byKey = new(StringComparer.Ordinal);

    public List<MappingEntry> Entries { get; } = [];

    public MappingEntry? Find(string key) => byKey.GetValueOrDefault(key);

    public bool TryAdd(MappingEntry entry)
    {
        if (!byKey.TryAdd(entry.Key.Text, entry))
        {
            return false;
        }

        Entries.Add(entry);
        return true;
    }
}

/// <summary>A key and its value.</summary>
internal sealed record MappingEntry(ScalarNode Key, YamlNode Value);
