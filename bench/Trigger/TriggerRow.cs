using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Trigger;

/// <summary>Row 2: from the request to the first attempt, and to the agent's first instruction, on an idle server.</summary>
internal sealed class TriggerRow : IBenchRow
{
    private const string Workflow = """
        version: "1.0"
        name: stamp
        inputs:
          file: {type: string, required: true}
        env: {STAMP: "{{inputs.file}}"}
        steps:
          - id: stamp
            run: date +%s%N > "$STAMP"
        """;

    public string Number => "2";

    public string Title => "trigger to first attempt begun, and to the agent's first instruction; idle server, whole stack";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        await MeasureAsync(context, "SQLite", 50, null, cancellationToken);
        if (await context.Postgres.CreateDatabaseAsync("bench_trigger", cancellationToken) is { } connectionString)
        {
            await MeasureAsync(context, "PostgreSQL", 75, connectionString, cancellationToken);
        }
        else
        {
            context.NotMeasured("PostgreSQL: first attempt begun, p99", context.Postgres.Absent!);
        }
    }

    private static async Task MeasureAsync(RowContext context, string database, double most, string? postgres, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(context.Folder, database)).FullName;
        string[] options = postgres is null ? [] : ["--Storage:Provider=postgres", $"--Storage:ConnectionString={postgres}"];
        await using var server = await BenchServer.StartAsync(Path.Combine(folder, "data"), options, cancellationToken);
        await server.AddRepositoryAsync(Path.Combine(folder, "repository"), cancellationToken, ("stamp", Workflow));
        var series = new TriggerSeries();
        await using (var observer = postgres is null ? new DatabaseObserver(server.Data) : DatabaseObserver.OfPostgres(postgres))
        {
            var warmUp = context.Times(20, 3);
            for (var i = -warmUp; i < context.Times(150, 10); i++)
            {
                await series.OnceAsync(server, observer, Path.Combine(folder, "stamp"), $"T{(i < 0 ? "W" : "")}-{Math.Abs(i)}", i >= 0, cancellationToken);
            }
        }

        context.Report(context.Number($"{database}: first attempt begun, p99", series.Begun.P99, "ms") with
        {
            Bound = Bound.AtMost(most),
            Samples = series.Begun.Count,
            Details = new Dictionary<string, double>(series.Begun.Details, StringComparer.Ordinal)
            {
                ["p50 of the answer to POST"] = series.Answer.Median,
                ["p50 from queued to run begun"] = series.ToRun.Median,
                ["p50 from there to the attempt"] = series.ToAttempt.Median,
            },
            Note = "seen committed by another connection, which looks every millisecond; the worktree is made in between",
        });
        context.Report(context.Number($"{database}: agent's first instruction, p99", series.Instruction.P99, "ms") with { Bound = Bound.AtMost(200), Samples = series.Instruction.Count, Details = series.Instruction.Details });
    }
}
