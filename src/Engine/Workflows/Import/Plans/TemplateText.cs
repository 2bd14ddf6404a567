using System.Text;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>
/// Writes values into the text of a template of our own format, so that its comments, its order and its blocks stay as people wrote them. What is written is
/// read again and compared with what it should mean: where the text cannot say it in place, there is none, and the workflow is written anew.
/// </summary>
internal sealed class TemplateText
{
    private readonly string source;
    private readonly MappingNode root;
    private readonly Func<string, TemplateValue?> value;
    private readonly List<(int Start, int End, string Text)> edits = [];
    private readonly HashSet<int> edited = [];

    private TemplateText(string source, MappingNode root, Func<string, TemplateValue?> value)
    {
        this.source = source;
        this.root = root;
        this.value = value;
    }

    /// <summary>The whole file.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The file with the values; null when its text cannot be edited in place.</summary>
    /// <param name="source">The template as written.</param>
    /// <param name="root">What was read of it.</param>
    /// <param name="applied">What it is to mean: version, name and steps with their values, without variables.</param>
    /// <param name="slug">Name of the workflow.</param>
    /// <param name="value">The values; null for a name that is no variable, or that has none.</param>
    public static TemplateText? Write(string source, MappingNode root, MappingNode applied, string slug, Func<string, TemplateValue?> value)
    {
        if (root.Entries.Count == 0 || root.Start >= source.Length || source[root.Start] is '{' || (root.Start > 0 && source[root.Start - 1] is not '\n'))
        {
            return null;
        }

        var text = new TemplateText(source, root, value);
        text.Edit(slug);
        var bag = new DiagnosticBag("", new SourceText(text.Text));
        return YamlComposer.Compose(bag) is MappingNode read && !bag.HasErrors && MeansTheSame(read, applied) ? text : null;
    }

    /// <summary>Where in the template a place of the file comes from.</summary>
    public int ToSource(int offset)
    {
        var shift = 0;
        foreach (var (start, end, text) in edits)
        {
            if (offset < start + shift)
            {
                break;
            }

            if (offset < start + shift + text.Length)
            {
                return start;
            }

            shift += text.Length - (end - start);
        }

        return offset - shift;
    }

    private void Edit(string slug)
    {
        foreach (var (key, node) in root.Entries)
        {
            switch (key.Text)
            {
                case "variables":
                    Remove(key);
                    break;
                case "name" when node is ScalarNode name:
                    Replace(name.Start, name.End, slug, unless: string.Equals(name.Text, slug, StringComparison.Ordinal));
                    break;
                default:
                    Fill(node);
                    break;
            }
        }

        var missing = (root.Find("version") is null ? "version: \"1.0\"\n" : "") + (root.Find("name") is null ? $"name: {slug}\n" : "");
        Replace(root.Start, root.Start, missing, unless: missing.Length == 0);
        edits.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));

        var written = new StringBuilder();
        var at = 0;
        foreach (var (start, end, text) in edits)
        {
            written.Append(source, at, start - at).Append(text);
            at = end;
        }

        Text = written.Append(source, at, source.Length - at).ToString();
    }

    /// <summary>Takes the lines of a key away, up to the next key and the comments that stand before that.</summary>
    private void Remove(ScalarNode key)
    {
        var next = root.Entries.Select(e => e.Key.Start).Where(s => s > key.Start).DefaultIfEmpty(source.Length).Min();
        for (var start = LineBefore(next); next < source.Length && start > key.Start && source[start] is '#' or '\n' or '\r'; start = LineBefore(next))
        {
            next = start;
        }

        edits.Add((key.Start, next, ""));
    }

    /// <summary>Beginning of the line before the one that begins here.</summary>
    private int LineBefore(int lineStart) => lineStart < 2 ? 0 : source.LastIndexOf('\n', lineStart - 2) + 1;

    private void Fill(YamlNode node)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar when scalar.Text.Contains("{{", StringComparison.Ordinal):
                Fill(scalar);
                break;
            case SequenceNode list:
                list.Items.ForEach(Fill);
                break;
            case MappingNode map:
                map.Entries.Where(e => !TemplateSubstitution.IsLeftAlone(e.Key)).ToList().ForEach(e => Fill(e.Value));
                break;
        }
    }

    private void Fill(ScalarNode scalar)
    {
        if (TemplateSubstitution.Whole(scalar, value) is { } whole)
        {
            Replace(scalar.Start, scalar.End, OneLine(whole.ToNode(0, 0)));
        }
        else if (source[scalar.Start] is '|' or '>')
        {
            foreach (var (start, end, known) in TemplateSubstitution.UsesIn(source, scalar.Start, Math.Min(scalar.End, source.Length), value))
            {
                Replace(start, end, known.Text.Replace("\n", "\n" + IndentAt(start), StringComparison.Ordinal));
            }
        }
        else
        {
            var filled = TemplateSubstitution.Fill(scalar.Text, value);
            Replace(scalar.Start, scalar.End, YamlScalar.Text(filled), unless: string.Equals(filled, scalar.Text, StringComparison.Ordinal));
        }
    }

    private static string OneLine(YamlNode node) =>
        node is SequenceNode list ? $"[{string.Join(", ", list.Items.Select(YamlScalar.OneLine))}]" : YamlScalar.OneLine(node);

    private string IndentAt(int offset)
    {
        var line = offset == 0 ? 0 : source.LastIndexOf('\n', offset - 1) + 1;
        return new string(' ', source.AsSpan(line).IndexOfAnyExcept(' '));
    }

    /// <summary>A node behind an alias is come to several times and written once.</summary>
    private void Replace(int start, int end, string text, bool unless = false)
    {
        if (!unless && edited.Add(start))
        {
            edits.Add((start, end, text));
        }
    }

    private static bool MeansTheSame(YamlNode a, YamlNode b) => (a, b) switch
    {
        (ScalarNode x, ScalarNode y) => x.Kind == y.Kind && string.Equals(x.Text, y.Text, StringComparison.Ordinal),
        (SequenceNode x, SequenceNode y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => MeansTheSame(p.First, p.Second)),
        (MappingNode x, MappingNode y) => x.Entries.Count == y.Entries.Count && x.Entries.TrueForAll(e => y.Find(e.Key.Text) is { } other && MeansTheSame(e.Value, other.Value)),
        _ => false,
    };
}
