using System.Globalization;

namespace Signalbox.Bench.Harness;

/// <summary>Numbers and budgets in words, the same on the terminal and in the document.</summary>
internal static class Wording
{
    public static string Number(double? value, string unit) => value is null ? "" : $"{Digits(value.Value)} {unit}".TrimEnd();

    public static string Ratio(double? ratio) => ratio is null ? "" : $"{Digits(ratio.Value)}x";

    public static string Beside(Measure measure) => measure.BesideName is null ? "" : $"{measure.BesideName}: {Number(measure.Beside, measure.Unit)}";

    public static string Budget(Measure measure) => measure.Bound is not { } bound
        ? ""
        : $"{(bound.AtLeast ? "at least" : "at most")} {(bound.OfRatio ? Ratio(bound.Value) : Number(bound.Value, measure.Unit))}";

    public static string Verdict(Measure measure) => measure.Verdict switch
    {
        Harness.Verdict.Shown => "",
        Harness.Verdict.Met => "met",
        Harness.Verdict.Missed => "MISSED",
        Harness.Verdict.NotMeasured => "not measured",
        Harness.Verdict.Wrong => "WRONG",
    };

    /// <summary>Details, samples and note in one line.</summary>
    public static string Remark(Measure measure)
    {
        List<string> parts = [];
        if (measure.Samples is { } samples)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{samples:N0} samples"));
        }

        parts.AddRange(measure.Details.Select(d => $"{d.Key} {Digits(d.Value)}"));
        if (measure.Note is not null)
        {
            parts.Add(measure.Note);
        }

        return string.Join("; ", parts);
    }

    /// <summary>Three figures that count; whole numbers in full.</summary>
    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        0 => "0",
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
