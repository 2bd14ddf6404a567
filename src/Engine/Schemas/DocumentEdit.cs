using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>
/// Changes one value of a YAML text and leaves every other character as a person wrote it: comments, order, quotes, folding. The result is read
/// again before it is given back, so that it says what it said before but for the one value.
/// </summary>
internal static class DocumentEdit
{
    /// <summary>Sets a scalar.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Where, such as <c>feature.status</c> or <c>tasks.backend[0].title</c>. A key that is not there yet is added to its mapping.</param>
    /// <param name="value">The new value.</param>
    public static DocumentEditResult Set(string text, string path, string value)
    {
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        if (Compose(text) is not { } root)
        {
            return new(null, "The document cannot be read.");
        }

        var parent = steps[..^1].Aggregate((YamlNode?)root, Step);
        var old = parent is null ? null : Step(parent, steps[^1]);
        var edited = (parent, old) switch
        {
            (_, ScalarNode scalar) => Replace(text, scalar, value),
            (MappingNode map, null) when !steps[^1].StartsWith('[') => Insert(text, map, steps[^1], value),
            _ => null,
        };
        if (edited is null)
        {
            return new(null, $"There is no value at '{path}' that could be set.");
        }

        var isRight = Compose(edited) is { } read && string.Equals(SchemaValue.Text(read), SchemaValue.Text(With(root, steps, value)), StringComparison.Ordinal);
        return isRight ? new(edited, null) : new(null, $"'{path}' cannot be changed without changing more than it: edit the text.");
    }

    private static YamlNode? Compose(string text)
    {
        var bag = new DiagnosticBag("", new SourceText(text));
        var root = YamlComposer.Compose(bag);
        return bag.HasErrors ? null : root;
    }

    private static YamlNode? Step(YamlNode? node, string step) => node switch
    {
        MappingNode map => map.Find(step)?.Value,
        SequenceNode list when Index(step) is { } index && index < list.Items.Count => list.Items[index],
        _ => null,
    };

    private static int? Index(string step) =>
        step is ['[', .. var digits, ']'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Replace(string text, ScalarNode old, string value)
    {
        var written = text[old.Start..old.End];
        var shown = Written(value, written);
        if (written.Length == 0)
        {
            shown = old.Start > 0 && text[old.Start - 1] is ' ' or '\n' ? shown : " " + shown;
        }

        // a block text ends with its last line
        return $"{text[..old.Start]}{shown}{(written.EndsWith('\n') ? "\n" : "")}{text[old.End..]}";
    }

    /// <summary>As the old value was quoted.</summary>
    private static string Written(string value, string old) => old switch
    {
        ['"', ..] => YamlScalar.Quoted(value),
        ['\'', ..] when !value.Any(char.IsControl) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => YamlScalar.Text(value),
    };

    /// <summary>A new key goes after the first, where that is on one line, else before it.</summary>
    private static string? Insert(string text, MappingNode map, string key, string value)
    {
        var entry = $"{YamlScalar.Text(key)}: {YamlScalar.Text(value)}";
        if (map.Start < text.Length && text[map.Start] == '{')
        {
            return text.Insert(map.Start + 1, map.Entries.Count == 0 ? entry : entry + ", ");
        }

        if (map.Entries.Count == 0)
        {
            return null;
        }

        var first = map.Entries[0];
        var source = new SourceText(text);
        var indent = new string(' ', source.Position(first.Key.Start).Column - 1);
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (first.Value is not ScalarNode scalar || source.Position(scalar.End).Line != source.Position(first.Key.Start).Line)
        {
            return text.Insert(first.Key.Start, $"{entry}{newLine}{indent}");
        }

        var end = text.AsSpan(scalar.End).IndexOfAny('\r', '\n') is var found and >= 0 ? scalar.End + found : text.Length;
        return text.Insert(end, $"{newLine}{indent}{entry}");
    }

    /// <summary>The same document with the one value set, as nodes.</summary>
    private static YamlNode With(YamlNode node, ReadOnlySpan<string> steps, string value)
    {
        if (steps.IsEmpty)
        {
            return new ScalarNode(0, 0, value, ScalarKind.Text, value);
        }

        switch (node)
        {
            case MappingNode map:
                var changed = new MappingNode(map.Start);
                var isThere = false;
                foreach (var entry in map.Entries)
                {
                    var isIt = string.Equals(entry.Key.Text, steps[0], StringComparison.Ordinal);
                    isThere |= isIt;
                    changed.TryAdd(isIt ? entry with { Value = With(entry.Value, steps[1..], value) } : entry);
                }

                if (!isThere)
                {
                    changed.TryAdd(new MappingEntry(new ScalarNode(0, 0, steps[0], ScalarKind.Text, steps[0]), With(map, [], value)));
                }

                return changed;
            case SequenceNode list when Index(steps[0]) is { } index:
                var items = new SequenceNode(list.Start);
                for (var i = 0; i < list.Items.Count; i++)
                {
                    items.Items.Add(i == index ? With(list.Items[i], steps[1..], value) : list.Items[i]);
                }

                return items;
            default:
                return node;
        }
    }
}
