using System.Globalization;
using System.Text;

namespace Signalbox.Bench.Harness;

/// <summary>Puts the numbers of one run between the marks of the document; the words around them are people's.</summary>
internal static class MarkdownReport
{
    private const string Begin = "<!-- numbers: written by `eng/bench render FILE`, all from one run -->";
    private const string End = "<!-- end of numbers -->";

    /// <summary>The document with the numbers of this run in place of those there.</summary>
    /// <exception cref="InvalidDataException">The document has no marks, or the run was a quick one.</exception>
    public static string Render(string document, BenchReport report)
    {
        if (report.Quick)
        {
            throw new InvalidDataException("a quick run has no numbers for a document");
        }

        var begin = document.IndexOf(Begin, StringComparison.Ordinal);
        var end = document.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"the document lacks the lines '{Begin}' and '{End}'");
        }

        return document[..begin] + Begin + "\n" + Numbers(report) + document[end..];
    }

    private static string Numbers(BenchReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Run of {report.Time:yyyy-MM-dd HH:mm} UTC. ");
        text.AppendJoin(", ", report.Environment.Select(e => $"{e.Key}: {e.Value}")).Append(".\n");
        foreach (var row in report.Measures.GroupBy(m => m.Row, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### Row {row.Key}: {report.Titles[row.Key]}\n\n");
            text.Append("| what | found | beside it | ratio | budget | | remarks |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var m in row)
            {
                var verdict = m.Verdict is Verdict.Missed or Verdict.Wrong ? $"**{Wording.Verdict(m).ToLowerInvariant()}**" : Wording.Verdict(m);
                text.Append("| ").AppendJoin(" | ", m.What, Wording.Number(m.Value, m.Unit), Wording.Beside(m), Wording.Ratio(m.Ratio), Wording.Budget(m), verdict, Wording.Remark(m)).Append(" |\n");
            }
        }

        return text.ToString();
    }
}
