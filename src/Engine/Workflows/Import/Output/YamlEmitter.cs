using System.Text;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Output;

/// <summary>Writes a mapping as YAML: two spaces a level, texts of several lines as literal blocks, short lists on one line.</summary>
internal sealed class YamlEmitter
{
    private const int LongestFlow = 110;
    private readonly StringBuilder text = new();

    public static string Emit(OutputMap root)
    {
        var emitter = new YamlEmitter();
        emitter.Map(Entries(root), 0, isInItem: false);
        return emitter.text.ToString();
    }

    private static IEnumerable<(string Key, object? Value)> Entries(object map) => map switch
    {
        OutputMap output => output.Entries.Select(e => (e.Key, e.Value)),
        MappingNode node => node.Entries.Select(e => (e.Key.Text, (object?)e.Value)),
        _ => throw new ArgumentOutOfRangeException(nameof(map)),
    };

    /// <summary>The items of a list; null when the value is none.</summary>
    private static List<object?>? Items(object? value) => value switch
    {
        SequenceNode node => [.. node.Items],
        System.Collections.IEnumerable list and not string => [.. list.Cast<object?>()],
        _ => null,
    };

    private static bool IsMap(object? value) => value is OutputMap or MappingNode;

    private void Map(IEnumerable<(string Key, object? Value)> entries, int indent, bool isInItem)
    {
        foreach (var (key, value) in entries)
        {
            if (!isInItem)
            {
                text.Append(' ', indent);
            }

            isInItem = false;
            text.Append(YamlScalar.Text(key)).Append(':');
            Value(value, indent);
        }
    }

    /// <summary>What follows a key or, with the dash written, an item's dash.</summary>
    private void Value(object? value, int indent)
    {
        if (Flow(value) is { } flow && indent + flow.Length < LongestFlow)
        {
            text.Append(' ').Append(flow).Append('\n');
        }
        else if (IsMap(value))
        {
            text.Append('\n');
            Map(Entries(value!), indent + 2, isInItem: false);
        }
        else if (Items(value) is { } items)
        {
            text.Append('\n');
            items.ForEach(i => Item(i, indent + 2));
        }
        else
        {
            Scalar(value, indent);
        }
    }

    private void Item(object? item, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (IsMap(item) && Flow(item) is null)
        {
            text.Append(' ');
            Map(Entries(item!), indent + 2, isInItem: true);
        }
        else
        {
            Value(item, indent);
        }
    }

    private void Scalar(object? value, int indent)
    {
        var content = value as string ?? (value as ScalarNode is { Kind: ScalarKind.Text } node ? node.Text : null);
        if (content is null || !YamlScalar.IsBlock(content))
        {
            text.Append(' ').Append(YamlScalar.OneLine(value)).Append('\n');
            return;
        }

        text.Append(' ').Append(YamlScalar.BlockHeader(content)).Append('\n');
        var lines = content.Split('\n');
        foreach (var line in content[^1] == '\n' ? lines[..^1] : lines)
        {
            text.Append(line.Length == 0 ? "" : new string(' ', indent + 2)).Append(line).Append('\n');
        }
    }

    /// <summary>The value on one line within brackets; null when it is not a list of scalars, nor a map that asks for it, nor empty.</summary>
    private static string? Flow(object? value)
    {
        if (IsMap(value))
        {
            var entries = Entries(value!).ToList();
            return entries.Count > 0 && (value is not OutputMap { IsFlow: true } || entries.Exists(e => Inner(e.Value) is null))
                ? null
                : $"{{{string.Join(", ", entries.Select(e => $"{YamlScalar.Text(e.Key)}: {Inner(e.Value)}"))}}}";
        }

        return Items(value) is { } items && items.TrueForAll(i => Inner(i) is not null) ? $"[{string.Join(", ", items.Select(Inner))}]" : null;
    }

    private static string? Inner(object? value)
    {
        if (IsMap(value) || Items(value) is not null)
        {
            return Flow(value);
        }

        var line = YamlScalar.OneLine(value);
        return line.Length < LongestFlow && !line.Contains("\\n", StringComparison.Ordinal) ? line : null;
    }
}
