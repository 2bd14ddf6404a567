using System.Diagnostics;
using Signalbox.Bench.Harness;
using Signalbox.Engine.Identity;

namespace Signalbox.Bench.Steps;

/// <summary>Row 1: a durable step that does nothing, against two raw commits of the same rows on the same database.</summary>
internal sealed class StepRow : IBenchRow
{
    private const int Rounds = 5;

    public string Number => "1";

    public string Title => "durable no-op step, 1,000 runs x 10 steps";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        await MeasureAsync(context, "SQLite", postgres: null, cancellationToken);
        if (await context.Postgres.CreateDatabaseAsync("bench_steps", cancellationToken) is { } connectionString)
        {
            await MeasureAsync(context, "PostgreSQL", connectionString, cancellationToken);
        }
        else
        {
            context.NotMeasured("PostgreSQL", context.Postgres.Absent!);
        }
    }

    private static async Task MeasureAsync(RowContext context, string name, string? postgres, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.Folder, name);
        await using var engine = await EngineUnderTest.CreateAsync(folder, postgres, cancellationToken);
        var floor = new StepFloor(new RawDatabase(postgres is null ? Path.Combine(folder, "signalbox.db") : null, postgres));

        // Right first, and everything compiled.
        RunId pattern = default;
        for (var i = 0; i < context.Times(300, 10); i++)
        {
            pattern = await engine.RunAsync(cancellationToken);
            await engine.CheckAsync(pattern, cancellationToken);
        }

        await floor.LearnAsync(pattern, cancellationToken);
        await floor.RunAsync(context.Times(50, 5), 1, cancellationToken);
        foreach (var (how, atOnce) in ((string, int)[])[("one by one", 1), ("20 at once", 20)])
        {
            await MeasureAsync(context, engine, floor, $"{name}, {how}", atOnce, cancellationToken);
        }
    }

    private static async Task MeasureAsync(RowContext context, EngineUnderTest engine, StepFloor floor, string what, int atOnce, CancellationToken cancellationToken)
    {
        var runs = context.Times(1_000, 50) / Rounds;
        var steps = runs * EngineUnderTest.StepsPerRun;
        var (ours, raw, ratios) = (new Samples(), new Samples(), new Samples());

        // In turns, so that whatever else the machine does meets both.
        for (var round = 0; round < Rounds; round++)
        {
            raw.Add(await floor.RunAsync(runs, atOnce, cancellationToken) / steps * 1000);
            var calls = engine.Agent.Calls;
            List<RunId> done = [];
            var began = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, runs),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (_, stop) =>
                {
                    var id = await engine.RunAsync(stop);
                    lock (done)
                    {
                        done.Add(id);
                    }
                });
            ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds / steps);
            ratios.Add(ours.Last / raw.Last);
            WrongResultException.Unless(engine.Agent.Calls - calls == steps, $"{steps} steps were to run, {engine.Agent.Calls - calls} did");
            foreach (var id in done)
            {
                await engine.CheckAsync(id, cancellationToken);
            }
        }

        context.Say($"{what}: {ours.Median:0.00} ms a step, floor {raw.Median:0.00} ms");
        context.Report(context.Number(what, ours.Median, "ms a step") with
        {
            BesideName = "two raw commits",
            Beside = raw.Median,
            Bound = Bound.RatioAtMost(2),
            Samples = Rounds,
            Details = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["steps/s"] = 1000 / ours.Median,
                ["floor steps/s"] = 1000 / raw.Median,
                ["best round"] = ratios.Smallest,
                ["worst round"] = ratios.Largest,
            },
            Note = "whole runs: queued, claimed, opened, closed and their files written are in it",
        });
    }
}
