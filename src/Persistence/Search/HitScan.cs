using System.Globalization;
using System.Text;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Persistence.Search;

/// <summary>Finds the lines in what the index names: it knows which threes of characters a text has, not where.</summary>
internal sealed class HitScan
{
    /// <summary>Texts that one page looks at: a text of common threes could be in none of very many.</summary>
    public const int MaxTexts = 2_000;

    private const int MaxSnippet = 300;
    private const int Lead = 80;
    private const int MostThrees = 60;

    private readonly RunSearchQuery _query;
    private readonly List<RunSearchHit> _hits = [];
    private readonly long _beforeLine = long.MaxValue;
    private (long Text, long Line) _next;
    private int _texts;
    private bool _full;

    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public HitScan(RunSearchQuery query)
    {
        _query = query;
        Before = long.MaxValue;
        if (query.Cursor is { } cursor)
        {
            var parts = cursor.Split('.');
            if (parts.Length != 2
                || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var text)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                throw new ArgumentException("the cursor is not one that this list gave; begin again without it", nameof(query));
            }

            (Before, _beforeLine) = (text, line);
        }
    }

    /// <summary>The newest text of the page.</summary>
    public long Before { get; }

    /// <summary>The expression that names texts with every three characters of this one.</summary>
    public static string Match(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var threes = Enumerable.Range(0, runes.Length - 2)
            .Select(i => $"{runes[i]}{runes[i + 1]}{runes[i + 2]}")
            .Distinct(StringComparer.Ordinal)
            .Take(MostThrees);
        return string.Join(" AND ", threes.Select(t => $"\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    /// <summary>Takes the next text, newest first; false when the page is full.</summary>
    public bool Take(long id, IndexedStream stream, IndexedText text)
    {
        _texts++;
        var lines = text.Text.Split('\n');
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            var line = text.FirstLine + i;
            var at = id == Before && line >= _beforeLine ? -1 : lines[i].IndexOf(_query.Text, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }

            if (_hits.Count == _query.Limit)
            {
                _full = true;
                return false;
            }

            _hits.Add(new RunSearchHit(stream, line, text.Time, Snippet(lines[i], at)));
            _next = (id, line);
        }

        // All of this text is done.
        _next = (id, 0);
        return true;
    }

    /// <summary>The page.</summary>
    public RunSearchPage Page() => new(_hits, _full || _texts == MaxTexts ? string.Create(CultureInfo.InvariantCulture, $"{_next.Text}.{_next.Line}") : null);

    private static string Snippet(string line, int at)
    {
        if (line.Length <= MaxSnippet)
        {
            return line;
        }

        var start = Math.Clamp(at - Lead, 0, line.Length - MaxSnippet);
        var end = start + MaxSnippet;
        start += char.IsLowSurrogate(line[start]) ? 1 : 0;
        end -= end < line.Length && char.IsLowSurrogate(line[end]) ? 1 : 0;
        return new StringBuilder().Append(start > 0 ? "…" : "").Append(line, start, end - start).Append(end < line.Length ? "…" : "").ToString();
    }
}
