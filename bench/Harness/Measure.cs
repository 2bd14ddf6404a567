using System.Text.Json.Serialization;

namespace Signalbox.Bench.Harness;

/// <summary>One number of a row, with what was measured beside it in the same run.</summary>
internal sealed record Measure
{
    /// <summary>Number of the row in design/budgets.md.</summary>
    public required string Row { get; init; }

    /// <summary>What was measured, such as <c>SQLite, one by one</c>.</summary>
    public required string What { get; init; }

    /// <summary>The number; null when it could not be taken.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of the number and of what stands beside it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The floor or rival; null when there is none.</summary>
    public string? BesideName { get; init; }

    /// <summary>Its number.</summary>
    public double? Beside { get; init; }

    /// <summary>What the budget asks; null when the number only explains another.</summary>
    public Bound? Bound { get; init; }

    /// <summary>Samples behind the number.</summary>
    public int? Samples { get; init; }

    /// <summary>Other numbers of the same samples, such as p50 and the largest.</summary>
    public IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What a reader must know to read the number rightly.</summary>
    public string? Note { get; init; }

    /// <summary>True: the run was not right, so the number counts for nothing.</summary>
    public bool Wrong { get; init; }

    /// <summary>The number divided by the one beside it.</summary>
    [JsonInclude]
    public double? Ratio => Value / Beside;

    /// <summary>What it means for the budget.</summary>
    [JsonInclude]
    public Verdict Verdict
    {
        get
        {
            if (Wrong)
            {
                return Verdict.Wrong;
            }

            if (Value is null)
            {
                return Verdict.NotMeasured;
            }

            if (Bound is null)
            {
                return Verdict.Shown;
            }

            return (Bound.OfRatio ? Ratio : Value) is { } found && (Bound.AtLeast ? found >= Bound.Value : found <= Bound.Value) ? Verdict.Met : Verdict.Missed;
        }
    }
}
