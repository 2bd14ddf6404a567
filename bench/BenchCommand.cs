using System.Diagnostics;
using System.Globalization;
using Signalbox.Bench.Cancel;
using Signalbox.Bench.Configuration;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Logs;
using Signalbox.Bench.Machine;
using Signalbox.Bench.Masking;
using Signalbox.Bench.Restart;
using Signalbox.Bench.Steps;
using Signalbox.Bench.Trigger;
using Signalbox.Bench.Worktrees;

namespace Signalbox.Bench;

/// <summary>The command: rows in, table and JSON out.</summary>
internal static class BenchCommand
{
    private const string Usage = """
        eng/bench [ROW ...] [--quick] [--strict] [--out FILE]
            measures rows of design/budgets.md (all that are built, without ROW), prints a table and writes JSON
            --quick    few repetitions: shows that the rows work, its numbers mean nothing
            --strict   exit code 1 when a budget is missed
            --out      where the JSON goes; artifacts/bench/TIME.json when not given
        eng/bench render FILE
            puts the numbers of that JSON into docs/benchmarks.md
        """;

    private static IReadOnlyList<IBenchRow> Rows { get; } = [new StepRow(), new TriggerRow(), new LogRow(), new RestartRow(), new CancelRow(), new MaskingRow(), new ConfigurationRow(), new WorktreeRow()];

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return args switch
            {
                // Children of the rows.
                ["print", var source, var rate, var result] => await PacedPrinter.RunAsync(source, rate, result),
                ["render", var file] => await RenderAsync(file, stop.Token),
                _ => await MeasureAsync(args, stop.Token),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<int> RenderAsync(string file, CancellationToken cancellationToken)
    {
        var report = await BenchReport.ReadAsync(file, cancellationToken);
        await File.WriteAllTextAsync(Paths.Document, MarkdownReport.Render(await File.ReadAllTextAsync(Paths.Document, cancellationToken), report), cancellationToken);
        return 0;
    }

    private static async Task<int> MeasureAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new HashSet<string>(["--quick", "--strict"], StringComparer.Ordinal);
        string? file = null;
        List<string> rows = [];
        HashSet<string> chosen = new(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (string.Equals(args[i], "--out", StringComparison.Ordinal) && i + 1 < args.Length)
            {
                file = Path.GetFullPath(args[++i]);
            }
            else if (options.Contains(args[i]))
            {
                chosen.Add(args[i]);
            }
            else if (Rows.Any(r => string.Equals(r.Number, args[i], StringComparison.Ordinal)))
            {
                rows.Add(args[i]);
            }
            else
            {
                await Console.Error.WriteLineAsync($"'{args[i]}' is neither an option nor one of the rows {string.Join(", ", Rows.Select(r => r.Number))}\n\n{Usage}");
                return 2;
            }
        }

        var time = TimeProvider.System.GetUtcNow();
        file ??= Path.Combine(Paths.Reports, time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + ".json");
        var report = await RunRowsAsync([.. Rows.Where(r => rows.Count == 0 || rows.Contains(r.Number, StringComparer.Ordinal))], time, chosen.Contains("--quick"), cancellationToken);
        await report.WriteAsync(file, cancellationToken);
        TextTable.Write(report, Console.Out);
        Console.WriteLine($"\n{file}");
        return report.Measures.Any(m => m.Verdict == Verdict.Wrong) || (chosen.Contains("--strict") && report.Measures.Any(m => m.Verdict == Verdict.Missed)) ? 1 : 0;
    }

    private static async Task<BenchReport> RunRowsAsync(IReadOnlyList<IBenchRow> rows, DateTimeOffset time, bool quick, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("signalbox-bench-").FullName;
        using var watchdog = new Watchdog(folder);
        try
        {
            await using var postgres = new PostgresServer(folder);
            var environment = await EnvironmentFacts.CollectAsync(folder, cancellationToken);
            List<Measure> measures = [];
            Dictionary<string, double> seconds = new(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                await Console.Error.WriteLineAsync($"{row.Number}  {row.Title}");
                var began = Stopwatch.GetTimestamp();
                var place = Directory.CreateDirectory(Path.Combine(folder, $"row-{row.Number}")).FullName;
                try
                {
                    await row.RunAsync(new RowContext(row, place, quick, postgres, measures.Add), cancellationToken);
                }
                catch (WrongResultException wrong)
                {
                    measures.Add(new Measure { Row = row.Number, What = "correctness", Wrong = true, Note = wrong.Message });
                }

                seconds[row.Number] = Stopwatch.GetElapsedTime(began).TotalSeconds;
                await RemoveAsync(place);
            }

            return new BenchReport
            {
                Time = time,
                Quick = quick,
                Environment = environment,
                Seconds = seconds,
                Titles = rows.ToDictionary(r => r.Number, r => r.Title, StringComparer.Ordinal),
                Measures = measures,
            };
        }
        finally
        {
            await RemoveAsync(folder);
        }
    }

    // What was measured is not lost for a file that another process had in hand.
    private static async Task RemoveAsync(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{folder} was left: {fault.Message}");
        }
    }
}
