using System.Text;

namespace Signalbox.Engine.Workflows;

/// <summary>How diagnostics quote what they found and suggest what was meant.</summary>
internal static class Wording
{
    private const int LongestQuote = 60;
    private const int LongestGuess = 64;

    /// <summary>A text in single quotes, shortened, on one line, without control characters.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > LongestQuote)
            {
                shown.Append('…');
                break;
            }

            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return shown.Append('\'').ToString();
    }

    /// <summary>The names in the order given, comma-separated; cut when there are very many.</summary>
    public static string List(IEnumerable<string> names)
    {
        var shown = names.Take(51).Select(n => n.Length > LongestQuote ? string.Concat(n.AsSpan(0, LongestQuote), "…") : n).ToList();
        return shown.Count > 50 ? string.Join(", ", shown.Take(50)) + ", …" : string.Join(", ", shown);
    }

    /// <summary>The end of a sentence: <c>; did you mean 'x'?</c> for a near name, else <c>; {label}: a, b, c.</c>, else a full stop.</summary>
    public static string Hint(string found, IEnumerable<string> candidates, string label)
    {
        var names = candidates.ToList();
        return Nearest(found, names) is { } near ? $"; did you mean '{near}'?"
            : names.Count > 0 ? $"; {label}: {List(names)}."
            : ".";
    }

    /// <summary>The candidate that is most likely meant; null when none is near.</summary>
    public static string? Nearest(string found, IEnumerable<string> candidates)
    {
        if (found.Length is 0 or > LongestGuess)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates.Where(c => c.Length <= LongestGuess))
        {
            var distance = Distance(found.ToLowerInvariant(), candidate.ToLowerInvariant());
            var isPart = Math.Min(found.Length, candidate.Length) >= 3
                && (candidate.StartsWith(found, StringComparison.OrdinalIgnoreCase) || found.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));
            if (distance < bestDistance && (isPart || distance <= Math.Max(1, Math.Min(found.Length, candidate.Length) / 3)))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Edit distance where a swap of neighbours counts once.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    least = Math.Min(least, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = least;
            }
        }

        return rows[a.Length, b.Length];
    }
}
