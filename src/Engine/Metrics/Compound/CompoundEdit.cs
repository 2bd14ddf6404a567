using System.Text;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Metrics.Compound;

/// <summary>Changes the text of a <c>compound.yaml</c> where it says something else than what is known.</summary>
internal sealed class CompoundEdit(string text, MappingNode root)
{
    private readonly List<(int Start, int End, string Text)> _edits = [];

    // Windows line ends stay.
    private readonly string _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The changed text; null when a metric or a row is to be added where the file is written in one line, in braces.</summary>
    public string? Apply(CompoundDocument stands, CompoundDocument known)
    {
        var applied = Period(stands, known)
            && Metrics(stands, known)
            && Rows(known)
            && History([.. CompoundWriter.New(stands, known)], known);
        if (!applied)
        {
            return null;
        }

        var changed = new StringBuilder(text);
        foreach (var (_, (start, end, replacement)) in _edits.Index().OrderByDescending(e => e.Item.Start).ThenByDescending(e => e.Index))
        {
            changed.Remove(start, end - start).Insert(start, replacement);
        }

        return changed.ToString();
    }

    private bool Period(CompoundDocument stands, CompoundDocument known)
    {
        if (known.Start is not { } start || known.End is not { } end || (start == stands.Start && end == stands.End))
        {
            return true;
        }

        if (root.Find("period")?.Value is not MappingNode period)
        {
            var lines = $"period:\n  start: {CompoundWriter.Quoted(CompoundWriter.Date(start))}\n  end: {CompoundWriter.Quoted(CompoundWriter.Date(end))}";
            return AddBehind(root.Find("version")!.Value, lines, "");
        }

        return Set(period, "start", CompoundWriter.Quoted(CompoundWriter.Date(start)), start == stands.Start)
            && Set(period, "end", CompoundWriter.Quoted(CompoundWriter.Date(end)), end == stands.End);
    }

    private bool Metrics(CompoundDocument stands, CompoundDocument known)
    {
        if (root.Find("metrics")?.Value is not MappingNode { Entries.Count: > 0 } metrics)
        {
            return known.Metrics.Count == 0;
        }

        foreach (var metric in known.Metrics)
        {
            if (metrics.Find(metric.Name)?.Value is not MappingNode { Entries.Count: > 0 } node)
            {
                var lines = CompoundWriter.MetricLines(metric, "").TrimEnd('\n');
                if (metrics.Find(metric.Name) is not null || IsFlow(metrics) || !AddBehind(metrics.Entries[^1].Value, "\n" + lines, Indent(metrics)))
                {
                    return false;
                }

                continue;
            }

            var before = stands.Metrics.First(m => string.Equals(m.Name, metric.Name, StringComparison.Ordinal));
            var same = new HashSet<string>(StringComparer.Ordinal) { "description", "unit" };
            same.RemoveWhere(name => node.Find(name) is null);
            AddIf(same, "baseline", before.Baseline == metric.Baseline);
            AddIf(same, "current", before.Current == metric.Current);
            AddIf(same, "target", before.Target == metric.Target);
            AddIf(same, "trend", string.Equals(before.Trend, metric.Trend, StringComparison.Ordinal));
            if (CompoundWriter.Fields(metric).Any(f => f.Value is not null && !Set(node, f.Name, f.Value, same.Contains(f.Name))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What was computed before and is another number now: a link that was made since changes a week that is long over.</summary>
    private bool Rows(CompoundDocument known)
    {
        foreach (var row in (root.Find("history")?.Value as SequenceNode)?.Items.OfType<MappingNode>().Where(CompoundReader.IsComputed) ?? [])
        {
            var stands = CompoundReader.RowOf(row);
            if (stands is not null
                && CompoundWriter.Recomputed(stands, known) is { } now
                && now.Values.Any(v => !Set(row, v.Key, CompoundWriter.Number(v.Value), stands.Values.TryGetValue(v.Key, out var before) && before == v.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private bool History(IReadOnlyList<CompoundRow> rows, CompoundDocument known)
    {
        if (rows.Count == 0)
        {
            return true;
        }

        var history = root.Find("history");
        var list = history?.Value as SequenceNode;
        if (list is not { Items.Count: > 0 })
        {
            // Nothing is there to go behind: a key without a value, or none at all.
            return history is null && AddBehind(root.Entries[^1].Value, "\nhistory:\n" + string.Join('\n', known.History.Select(r => CompoundWriter.RowLines(r, "  "))).TrimEnd('\n'), "");
        }

        var lines = string.Join('\n', rows.Select(r => CompoundWriter.RowLines(r, ""))).TrimEnd('\n');
        return !IsFlow(list) && AddBehind(list.Items[^1], "\n" + lines, Indent(list));
    }

    private static void AddIf(HashSet<string> names, string name, bool condition)
    {
        if (condition)
        {
            names.Add(name);
        }
    }

    /// <summary>Gives a key its value; false where that cannot be done in the text.</summary>
    private bool Set(MappingNode mapping, string key, string value, bool isSame)
    {
        if (mapping.Find(key)?.Value is not { } present)
        {
            if (!IsFlow(mapping))
            {
                return AddBehind(mapping.Entries[^1].Value, $"{key}: {value}", Indent(mapping));
            }

            var behind = EndOf(mapping.Entries[^1].Value);
            _edits.Add((behind, behind, $", {key}: {value}"));
            return true;
        }

        if (isSame)
        {
            return true;
        }

        if (present is not ScalarNode scalar || scalar.End < scalar.Start)
        {
            return false;
        }

        // A key without a value has its place right behind the colon.
        _edits.Add((scalar.Start, scalar.End, scalar.End == scalar.Start && text[scalar.Start - 1] == ':' ? " " + value : value));
        return true;
    }

    private bool AddBehind(YamlNode node, string lines, string indent)
    {
        var end = EndOf(node);
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        // A comment on the same line stays with what it is about.
        var lineEnd = text.AsSpan(end).IndexOfAny('\r', '\n');
        end = lineEnd < 0 ? text.Length : end + lineEnd;
        var indented = string.Join(_newLine, lines.Split('\n').Select(line => line.Length == 0 ? "" : indent + line));
        _edits.Add((end, end, _newLine + indented));
        return true;
    }

    private int EndOf(YamlNode node) => node switch
    {
        ScalarNode scalar => scalar.End,
        MappingNode { Entries.Count: > 0 } mapping when IsFlow(mapping) => Closed(EndOf(mapping.Entries[^1].Value)),
        SequenceNode { Items.Count: > 0 } sequence when IsFlow(sequence) => Closed(EndOf(sequence.Items[^1])),
        MappingNode { Entries.Count: > 0 } mapping => EndOf(mapping.Entries[^1].Value),
        SequenceNode { Items.Count: > 0 } sequence => EndOf(sequence.Items[^1]),
        _ => node.Start + 2,
    };

    /// <summary>Behind the brace that closes what ends here.</summary>
    private int Closed(int end)
    {
        var close = text.AsSpan(end).IndexOfAny('}', ']');
        return close < 0 ? text.Length : end + close + 1;
    }

    private bool IsFlow(YamlNode node) => text[node.Start] is '{' or '[';

    /// <summary>The white space in front of a block: that of the line which its first key, or its first dash, stands on.</summary>
    private string Indent(YamlNode block)
    {
        var start = block is MappingNode { Entries.Count: > 0 } mapping ? mapping.Entries[0].Key.Start : block.Start;
        var lineStart = text.LastIndexOfAny(['\r', '\n'], Math.Max(0, start - 1)) + 1;
        return new string(' ', start - lineStart);
    }
}
