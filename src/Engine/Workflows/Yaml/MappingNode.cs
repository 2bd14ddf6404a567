namespace Signalbox.Engine.Workflows.Yaml;

/// <summary>A mapping with text keys, each once, in the order written.</summary>
internal sealed class MappingNode(int start) : YamlNode(start)
{
    /// <summary>Up to here, looking at one key after the other is faster than a table, and most mappings have a handful.</summary>
    private const int MostWithoutTable = 12;

    private Dictionary<string, MappingEntry>? byKey;

    public List<MappingEntry> Entries { get; } = [];

    public MappingEntry? Find(string key)
    {
        if (byKey is not null)
        {
            return byKey.GetValueOrDefault(key);
        }

        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key.Text, key, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        return null;
    }

    public bool TryAdd(MappingEntry entry)
    {
        if (Find(entry.Key.Text) is not null)
        {
            return false;
        }

        Entries.Add(entry);
        if (byKey is not null)
        {
            byKey.Add(entry.Key.Text, entry);
        }
        else if (Entries.Count > MostWithoutTable)
        {
            byKey = Entries.ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
        }

        return true;
    }
}

/// <summary>A key and its value.</summary>
internal sealed record MappingEntry(ScalarNode Key, YamlNode Value);
