using System.Text.RegularExpressions;

namespace Signalbox.Engine.Sessions;

/// <summary>A section of a progress file: its heading and its lines as they are. Lines that are not understood stay where they are.</summary>
internal sealed partial class ProgressSection(string name, string heading, IEnumerable<string> lines, string end)
{
    private readonly List<string> _lines = [.. lines];

    public string Name => name;

    /// <summary>The heading and every line.</summary>
    public IEnumerable<string> All => _lines.Prepend(heading);

    /// <summary>The value of <c>key: value</c>, without its quotation marks; null when there is none.</summary>
    public string? Get(string key) => _lines.Select(l => ValueOf(l, key)).FirstOrDefault(v => v is not null) is { } value ? Unquoted(value) : null;

    public bool HasTwice(string key) => _lines.Count(l => ValueOf(l, key) is not null) > 1;

    public void Set(string key, string value)
    {
        var at = _lines.FindIndex(l => ValueOf(l, key) is not null);
        if (at >= 0)
        {
            if (!string.Equals(Get(key), Unquoted(value), StringComparison.Ordinal))
            {
                _lines[at] = $"{key}: {value}{end}";
            }
        }
        else
        {
            _lines.Insert(AfterContent(), $"{key}: {value}{end}");
        }
    }

    /// <summary>The tasks, with what stands under each.</summary>
    public IEnumerable<ProgressItem> Items => Blocks().Select(b => (Match: TaskLine().Match(Clean(_lines[b.Start])), b.Start, b.Count)).Where(b => b.Match.Success)
        .Select(b => Item(b.Match, _lines.GetRange(b.Start + 1, b.Count - 1)));

    /// <summary>The entries of a list, without those that say that there are none.</summary>
    public IEnumerable<string> Bullets => Blocks().Select(b => Clean(_lines[b.Start])).Where(l => !ProgressSections.IsEmptyWord(l)).Select(l => l[2..].Trim());

    /// <summary>The lines below an entry of a list.</summary>
    public IReadOnlyList<string> Under(string bullet) => Find(bullet) is { } block ? [.. _lines.GetRange(block.Start + 1, block.Count - 1).Select(Clean)] : [];

    /// <summary>Takes a task out, with what stands under it; null when there is none of this id.</summary>
    public IReadOnlyList<string>? Take(string id)
    {
        foreach (var (start, count) in Blocks())
        {
            if (TaskLine().Match(Clean(_lines[start])) is { Success: true } match && string.Equals(Item(match, []).Id, id, StringComparison.Ordinal))
            {
                var taken = _lines.GetRange(start, count);
                _lines.RemoveRange(start, count);
                SayWhenEmpty();
                return taken;
            }
        }

        return null;
    }

    /// <summary>Puts lines behind the last entry.</summary>
    public void Append(IEnumerable<string> lines)
    {
        _lines.RemoveAll(ProgressSections.IsEmptyWord);
        _lines.InsertRange(AfterContent(), lines);
    }

    public void AddBullet(string text)
    {
        if (!Bullets.Contains(text, StringComparer.Ordinal))
        {
            Append([$"- {text}{end}"]);
        }
    }

    public void AddUnder(string bullet, string text)
    {
        if (Find(bullet) is { } block && !Under(bullet).Contains(text, StringComparer.Ordinal))
        {
            _lines.Insert(block.Start + block.Count, $"{text}{end}");
        }
    }

    /// <summary>Replaces the entry that begins with a key, adds it, or takes it away.</summary>
    public void SetBullet(string key, string? rest)
    {
        var block = Blocks().Cast<(int Start, int Count)?>().FirstOrDefault(b => Clean(_lines[b!.Value.Start]).StartsWith($"- {key}", StringComparison.Ordinal));
        if (block is not { } found)
        {
            if (rest is not null)
            {
                Append([$"- {key}{rest}{end}"]);
            }
        }
        else if (rest is null)
        {
            _lines.RemoveRange(found.Start, found.Count);
            SayWhenEmpty();
        }
        else
        {
            _lines[found.Start] = $"- {key}{rest}{end}";
        }
    }

    /// <summary>Empties the section.</summary>
    public void Clear()
    {
        _lines.RemoveAll(l => Clean(l).Length > 0);
        SayWhenEmpty();
    }

    private static string Clean(string line) => line.TrimEnd('\r', ' ', '\t');

    private static string? ValueOf(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length && line[key.Length] == ':' ? line[(key.Length + 1)..].Trim() : null;

    private static string Unquoted(string value) =>
        value is ['"', .., '"'] && value.Length >= 2 ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;

    private static ProgressItem Item(Match match, IReadOnlyList<string> under)
    {
        var text = match.Groups["text"].Value;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var hasId = colon > 0 && !text.AsSpan(0, colon).Contains(' ');
        return new ProgressItem(hasId ? text[..colon] : null, hasId ? text[(colon + 2)..] : text, match.Groups["box"].Value is not " ", [.. under.Select(Clean)]);
    }

    /// <summary>The entries: a line that begins with a dash, and what is indented below it.</summary>
    private IEnumerable<(int Start, int Count)> Blocks()
    {
        for (var at = 0; at < _lines.Count; at++)
        {
            if (!_lines[at].StartsWith("- ", StringComparison.Ordinal))
            {
                continue;
            }

            var last = at;
            while (last + 1 < _lines.Count && _lines[last + 1] is [' ' or '\t', ..] && Clean(_lines[last + 1]).Length > 0)
            {
                last++;
            }

            yield return (at, last - at + 1);
        }
    }

    private (int Start, int Count)? Find(string bullet) =>
        Blocks().Cast<(int Start, int Count)?>().FirstOrDefault(b => string.Equals(Clean(_lines[b!.Value.Start])[2..].Trim(), bullet, StringComparison.Ordinal));

    private void SayWhenEmpty()
    {
        if (_lines.TrueForAll(l => Clean(l).Length == 0))
        {
            _lines.Insert(0, ProgressSections.EmptyOf(name) + end);
        }
    }

    /// <summary>Where the content ends and the blank lines before the next heading begin.</summary>
    private int AfterContent() => _lines.FindLastIndex(l => Clean(l).Length > 0) + 1;

    [GeneratedRegex(@"^- \[(?<box>[ xX])\] (?<text>.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TaskLine();
}
