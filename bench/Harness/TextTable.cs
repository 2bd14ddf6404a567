namespace Signalbox.Bench.Harness;

/// <summary>The report on a terminal.</summary>
internal static class TextTable
{
    public static void Write(BenchReport report, TextWriter output)
    {
        foreach (var (name, value) in report.Environment)
        {
            output.WriteLine($"{name}: {value}");
        }

        if (report.Quick)
        {
            output.WriteLine("A QUICK RUN: it shows that the rows work; its numbers mean nothing.");
        }

        foreach (var row in report.Measures.GroupBy(m => m.Row, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.Key}  {report.Titles[row.Key]}  ({report.Seconds.GetValueOrDefault(row.Key):0} s)"));
            WriteRow([.. row], output);
        }
    }

    private static void WriteRow(List<Measure> measures, TextWriter output)
    {
        var cells = measures
            .Select(m => (string[])[m.What, Wording.Number(m.Value, m.Unit), Wording.Beside(m), Wording.Ratio(m.Ratio), Wording.Budget(m), Wording.Verdict(m)])
            .ToList();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(c => c[column].Length)).ToList();
        for (var i = 0; i < cells.Count; i++)
        {
            output.WriteLine("  " + string.Join("  ", cells[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (Wording.Remark(measures[i]) is { Length: > 0 } remark)
            {
                output.WriteLine("      " + remark);
            }
        }
    }
}
