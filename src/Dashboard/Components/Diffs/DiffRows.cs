using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>Arranges the places of a change in rows, one below the other or side by side.</summary>
public static class DiffRows
{
    private const int MaxMarked = 500;

    /// <summary>Rows of two sides: what was taken away stands beside what came in its place.</summary>
    public static IReadOnlyList<DiffRow> Split(IReadOnlyList<DiffHunk> hunks)
    {
        ArgumentNullException.ThrowIfNull(hunks);
        var rows = new List<DiffRow>();
        foreach (var hunk in hunks)
        {
            rows.Add(new DiffRow(hunk, null, null));
            foreach (var (removed, added, context) in Blocks(hunk))
            {
                for (var i = 0; i < Math.Max(removed.Count, added.Count); i++)
                {
                    rows.Add(Pair(i < removed.Count ? removed[i] : null, i < added.Count ? added[i] : null, removed.Count == added.Count));
                }

                if (context is not null)
                {
                    rows.Add(new DiffRow(null, context, context));
                }
            }
        }

        return rows;
    }

    /// <summary>Rows of one side, in the order of the change.</summary>
    public static IReadOnlyList<DiffRow> Unified(IReadOnlyList<DiffHunk> hunks)
    {
        ArgumentNullException.ThrowIfNull(hunks);
        var rows = new List<DiffRow>();
        foreach (var hunk in hunks)
        {
            rows.Add(new DiffRow(hunk, null, null));
            foreach (var (removed, added, context) in Blocks(hunk))
            {
                var pairs = removed.Select((line, i) => Pair(line, removed.Count == added.Count ? added[i] : null, removed.Count == added.Count)).ToList();
                rows.AddRange(pairs.Select(pair => pair with { Right = null, RightMark = null }));
                rows.AddRange(added.Select((line, i) => new DiffRow(null, null, line) { RightMark = removed.Count == added.Count ? pairs[i].RightMark : null }));
                if (context is not null)
                {
                    rows.Add(new DiffRow(null, context, context));
                }
            }
        }

        return rows;
    }

    /// <summary>Some lines end in a carriage return and some do not: then it is worth seeing which.</summary>
    public static bool MixesLineEnds(IReadOnlyList<DiffHunk> hunks)
    {
        ArgumentNullException.ThrowIfNull(hunks);
        var ends = hunks.SelectMany(h => h.Lines).Where(l => l is { IsCut: false, HasLineEnd: true }).Select(l => l.Text.EndsWith('\r')).Distinct().Take(2).Count();
        return ends > 1;
    }

    // What was taken away, what was added there, and the line after which the next begins
    private static IEnumerable<(List<DiffLine> Removed, List<DiffLine> Added, DiffLine? Context)> Blocks(DiffHunk hunk)
    {
        List<DiffLine> removed = [], added = [];
        foreach (var line in hunk.Lines)
        {
            if (line.Kind == DiffLineKind.Context || (line.Kind == DiffLineKind.Removed && added.Count > 0))
            {
                yield return (removed, added, line.Kind == DiffLineKind.Context ? line : null);
                (removed, added) = ([], []);
            }

            if (line.Kind == DiffLineKind.Removed)
            {
                removed.Add(line);
            }
            else if (line.Kind == DiffLineKind.Added)
            {
                added.Add(line);
            }
        }

        yield return (removed, added, null);
    }

    private static DiffRow Pair(DiffLine? left, DiffLine? right, bool isAlike)
    {
        var row = new DiffRow(null, left, right);
        if (!isAlike || left is null || right is null || left.Text.Length > MaxMarked || right.Text.Length > MaxMarked)
        {
            return row;
        }

        var before = left.Text.AsSpan();
        var after = right.Text.AsSpan();
        var start = before.CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        // Never through the middle of a character
        start -= start > 0 && char.IsHighSurrogate(before[start - 1]) ? 1 : 0;
        end -= end > 0 && char.IsLowSurrogate(before[^end]) ? 1 : 0;

        // Lines that have little in common are wholly others
        return start + end < Math.Max(before.Length, after.Length) / 3 ? row : row with { LeftMark = start..(before.Length - end), RightMark = start..(after.Length - end) };
    }
}
