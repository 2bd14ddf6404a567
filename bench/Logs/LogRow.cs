using System.Globalization;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Logs;

/// <summary>Row 3: a child prints a million lines; they are stored, watched and downloaded.</summary>
internal sealed class LogRow : IBenchRow
{
    private const int LinesPerSecond = 50_000;

    private const string Workflows = """
        version: "1.0"
        name: NAME
        inputs:
          source: {type: string, required: true}
          result: {type: string, required: true}
          dotnet: {type: string, required: true}
          printer: {type: string, required: true}
        env: {SOURCE: "{{inputs.source}}", RESULT: "{{inputs.result}}", DOTNET: "{{inputs.dotnet}}", PRINTER: "{{inputs.printer}}"}
        steps:
          - id: print
            timeout_seconds: 300
            run: |
              SCRIPT
        """;

    // The time before and after in one file: the shell's own work is not the child's.
    private const string AtOnce = """date +%s%N > "$RESULT"; cat "$SOURCE"; date +%s%N >> "$RESULT" """;

    private static readonly string Paced = string.Create(CultureInfo.InvariantCulture, $"""exec "$DOTNET" "$PRINTER" print "$SOURCE" {LinesPerSecond} "$RESULT" """);

    public string Number => "3";

    public string Title => "log pipeline: a child prints 1,000,000 lines, stored and watched by one";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        var lines = context.Times(1_000_000, 100_000);
        var source = Path.Combine(context.Folder, "source.log");
        var hash = await LineSource.WriteAsync(source, lines, cancellationToken);
        await using var server = await BenchServer.StartAsync(Path.Combine(context.Folder, "data"), ["--Logs:MaxBytesPerRun=4294967296"], cancellationToken);
        await server.AddRepositoryAsync(Path.Combine(context.Folder, "repository"), cancellationToken, Workflow("at-once", AtOnce), Workflow("paced", Paced));
        var bench = new LogBench(context, server, source, hash, lines);

        await bench.RunAsync("at-once", "WARM-1", cancellationToken);
        await MeasureAtOnceAsync(context, bench, cancellationToken);
        await MeasurePacedAsync(context, bench, cancellationToken);
    }

    private static (string Name, string Yaml) Workflow(string name, string script) =>
        (name, Workflows.Replace("NAME", name, StringComparison.Ordinal).Replace("SCRIPT", script.Trim(), StringComparison.Ordinal));

    private static async Task MeasureAtOnceAsync(RowContext context, LogBench bench, CancellationToken cancellationToken)
    {
        var (ours, raw, watched, child, plain, ratios) = (new Samples(), new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        for (var i = 0; i < context.Times(5, 2); i++)
        {
            plain.Add(await bench.PlainAsync(cancellationToken));
            var run = await bench.RunAsync("at-once", $"ONCE-{i}", cancellationToken);
            ours.Add(bench.MebiBytes / run.StoredSeconds);
            raw.Add(bench.MebiBytes / await bench.RawAsync(run.Attempt, cancellationToken));
            ratios.Add(ours.Last / raw.Last);
            watched.Add(run.WatchedSeconds);
            child.Add(run.ChildSeconds);
        }

        context.Report(context.Number("as fast as it can: stored", ours.Median, "MiB/s") with
        {
            BesideName = "raw batched inserts of the same chunks",
            Beside = raw.Median,
            Bound = Bound.RatioAtLeast(0.4),
            Samples = ours.Count,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["worst ratio"] = ratios.Smallest, ["best ratio"] = ratios.Largest, ["MiB"] = bench.MebiBytes },
            Note = "from the child's first byte to the stream marked complete, while one watcher follows over HTTP; source, chunks, download and what the watcher got are equal by SHA-256",
        });
        context.Report(context.Number("as fast as it can: child's wall time", child.Median, "s") with { BesideName = "cat SOURCE > FILE", Beside = plain.Median, Samples = child.Count });
        context.Report(context.Number("as fast as it can: the watcher has all lines", watched.Median, "s") with { Samples = watched.Count });
    }

    private static async Task MeasurePacedAsync(RowContext context, LogBench bench, CancellationToken cancellationToken)
    {
        var beside = await bench.PlainPacedAsync(LinesPerSecond, cancellationToken);
        var run = await bench.RunAsync("paced", "PACED-1", cancellationToken);
        context.Report(context.Number("50,000 lines/s: child's wall time", run.ChildSeconds, "s") with
        {
            BesideName = "the same child into cat > FILE",
            Beside = beside,
            Bound = Bound.RatioAtMost(1.2),
            Samples = 1,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["s until stored"] = run.StoredSeconds, ["s until watched"] = run.WatchedSeconds },
        });
    }
}
