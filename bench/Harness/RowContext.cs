using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Harness;

/// <summary>What a row works with.</summary>
/// <param name="row">The row.</param>
/// <param name="folder">A folder of its own on a real disk; removed afterwards.</param>
/// <param name="quick">True: a short run that only shows that the row works.</param>
/// <param name="postgres">The PostgreSQL server of this run.</param>
/// <param name="report">Takes the numbers.</param>
internal sealed class RowContext(IBenchRow row, string folder, bool quick, PostgresServer postgres, Action<Measure> report)
{
    public string Folder { get; } = folder;

    public PostgresServer Postgres { get; } = postgres;

    /// <summary>How often: in full, or in a run that only shows that the row works.</summary>
    public int Times(int full, int whenQuick) => quick ? whenQuick : full;

    public void Report(Measure measure) => report(measure);

    /// <summary>A number.</summary>
    public Measure Number(string what, double? value, string unit) => new() { Row = row.Number, What = what, Value = value, Unit = unit };

    /// <summary>Says that something could not be measured, and why.</summary>
    public void NotMeasured(string what, string why) => Report(new Measure { Row = row.Number, What = what, Note = why });

    /// <summary>Progress for whoever waits.</summary>
#pragma warning disable CA1822 // part of what a row is given; a row does not write to the console itself
    public void Say(string text) => Console.Error.WriteLine("  " + text);
#pragma warning restore CA1822
}
