using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>The difference of two texts, line by line, as <c>diff -u</c> writes it.</summary>
public static class LineDiff
{
    private const int Context = 3;
    private const int MaxCells = 25_000_000;

    /// <summary>The difference; empty when they are equal.</summary>
    /// <param name="from">The one text.</param>
    /// <param name="to">The other.</param>
    /// <param name="fromName">What the one is called.</param>
    /// <param name="toName">What the other is called.</param>
    public static string Unified(string from, string to, string fromName, string toName)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (a, b) = (Lines(from), Lines(to));
        var edits = Edits(a, b);
        if (edits.TrueForAll(e => e.Kind == ' '))
        {
            return "";
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"--- {fromName}\n+++ {toName}\n");
        foreach (var (first, last) in Hunks(edits))
        {
            var hunk = edits[first..last];
            var (inA, inB) = (hunk.Count(e => e.Kind != '+'), hunk.Count(e => e.Kind != '-'));
            var (startA, startB) = (edits[..first].Count(e => e.Kind != '+'), edits[..first].Count(e => e.Kind != '-'));
            text.Append(CultureInfo.InvariantCulture, $"@@ -{startA + (inA > 0 ? 1 : 0)},{inA} +{startB + (inB > 0 ? 1 : 0)},{inB} @@\n");
            hunk.ForEach(e => text.Append(e.Kind).Append(e.Line).Append('\n'));
        }

        return text.ToString();
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    // The longest common subsequence between the equal beginning and the equal end; texts that differ in too much are shown as replaced.
    private static List<(char Kind, string Line)> Edits(string[] a, string[] b)
    {
        var head = 0;
        while (head < a.Length && head < b.Length && Same(a[head], b[head]))
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && Same(a[^(tail + 1)], b[^(tail + 1)]))
        {
            tail++;
        }

        var (x, y) = (a[head..(a.Length - tail)], b[head..(b.Length - tail)]);
        List<(char, string)> edits = [.. a[..head].Select(l => (' ', l))];
        edits.AddRange((long)x.Length * y.Length > MaxCells ? [.. x.Select(l => ('-', l)), .. y.Select(l => ('+', l))] : Middle(x, y));
        edits.AddRange(a[(a.Length - tail)..].Select(l => (' ', l)));
        return edits;
    }

    private static IEnumerable<(char Kind, string Line)> Middle(string[] x, string[] y)
    {
        var common = new int[x.Length + 1, y.Length + 1];
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var j = y.Length - 1; j >= 0; j--)
            {
                common[i, j] = Same(x[i], y[j]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (m, n) = (0, 0);
        while (m < x.Length || n < y.Length)
        {
            if (m < x.Length && n < y.Length && Same(x[m], y[n]))
            {
                yield return (' ', x[m++]);
                n++;
            }
            else if (m < x.Length && (n == y.Length || common[m + 1, n] >= common[m, n + 1]))
            {
                yield return ('-', x[m++]);
            }
            else
            {
                yield return ('+', y[n++]);
            }
        }
    }

    private static IEnumerable<(int First, int Last)> Hunks(List<(char Kind, string Line)> edits)
    {
        int? first = null;
        var last = 0;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Kind == ' ')
            {
                continue;
            }

            if (first is { } begun && i - Context > last)
            {
                yield return (begun, last);
                first = null;
            }

            first ??= Math.Max(0, i - Context);
            last = Math.Min(edits.Count, i + 1 + Context);
        }

        if (first is { } open)
        {
            yield return (open, last);
        }
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
