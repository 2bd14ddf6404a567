using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>Puts values in place of <c>{{name}}</c>. Shell text is never filled in (security.md): the parser then says so where it holds braces.</summary>
internal static partial class TemplateSubstitution
{
    /// <summary>Whether the value of a key is left as it is written.</summary>
    public static bool IsLeftAlone(ScalarNode key) => key.Text is "run";

    /// <summary>The names that a text uses.</summary>
    public static IEnumerable<string> NamesIn(string text) => Use().Matches(text).Select(NameOf);

    /// <summary>A text with every known variable replaced; <paramref name="value"/> gives null for what is none.</summary>
    public static string Fill(string text, Func<string, TemplateValue?> value) => Use().Replace(text, m => value(NameOf(m))?.Text ?? m.Value);

    /// <summary>Each use of a known variable between two places of a text.</summary>
    public static IEnumerable<(int Start, int End, TemplateValue Value)> UsesIn(string text, int from, int end, Func<string, TemplateValue?> value)
    {
        foreach (Match match in Use().Matches(text[from..end]))
        {
            if (value(NameOf(match)) is { } known)
            {
                yield return (from + match.Index, from + match.Index + match.Length, known);
            }
        }
    }

    /// <summary>The value that a scalar is as a whole, where it keeps its kind; null where the scalar is a text.</summary>
    public static TemplateValue? Whole(ScalarNode scalar, Func<string, TemplateValue?> value) =>
        Use().Match(scalar.Text) is { Success: true } match && match.Length == scalar.Text.Trim().Length && value(NameOf(match)) is { KeepsItsKind: true } known ? known : null;

    /// <summary>A copy with every known variable replaced; positions stay those of the file.</summary>
    public static YamlNode Apply(YamlNode node, Func<string, TemplateValue?> value)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar when scalar.Text.Contains("{{", StringComparison.Ordinal):
                if (Whole(scalar, value) is { } whole)
                {
                    return whole.ToNode(scalar.Start, scalar.End);
                }

                var text = Fill(scalar.Text, value);
                return new ScalarNode(scalar.Start, scalar.End, text, ScalarKind.Text, text);
            case SequenceNode list:
                var items = new SequenceNode(list.Start);
                items.Items.AddRange(list.Items.Select(i => Apply(i, value)));
                return items;
            case MappingNode map:
                var copy = new MappingNode(map.Start);
                map.Entries.ForEach(e => copy.TryAdd(IsLeftAlone(e.Key) ? e : new MappingEntry(e.Key, Apply(e.Value, value))));
                return copy;
            default:
                return node;
        }
    }

    private static string NameOf(Match match) => match.Groups["name"].Value;

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_-]{0,99})\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();
}
