using System.Diagnostics;
using System.Globalization;
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

    private const string Begun =
        "SELECT 1 FROM runs r JOIN attempts a ON a.run_id = r.id JOIN run_events e ON e.run_id = r.id AND e.attempt_id = a.id WHERE r.key = @key";

    private readonly Samples _begun = new();
    private readonly Samples _instruction = new();
    private readonly Samples _answer = new();
    private readonly Samples _toRun = new();
    private readonly Samples _toAttempt = new();

    public string Number => "2";

    public string Title => "trigger to first attempt begun, and to the agent's first instruction; idle server, whole stack";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(Path.Combine(context.Folder, "data"), [], cancellationToken);
        await server.AddRepositoryAsync(Path.Combine(context.Folder, "repository"), cancellationToken, ("stamp", Workflow));
        await using (var observer = new DatabaseObserver(server.Data))
        {
            var warmUp = context.Times(20, 3);
            for (var i = -warmUp; i < context.Times(150, 10); i++)
            {
                await OnceAsync(server, observer, Path.Combine(context.Folder, "stamp"), $"T{(i < 0 ? "W" : "")}-{Math.Abs(i)}", i >= 0, cancellationToken);
            }
        }

        context.Report(context.Number("SQLite: first attempt begun, p99", _begun.P99, "ms") with
        {
            Bound = Bound.AtMost(50),
            Samples = _begun.Count,
            Details = new Dictionary<string, double>(_begun.Details, StringComparer.Ordinal)
            {
                ["p50 of the answer to POST"] = _answer.Median,
                ["p50 from queued to run begun"] = _toRun.Median,
                ["p50 from there to the attempt"] = _toAttempt.Median,
            },
            Note = "seen committed by another connection, which looks every millisecond; the worktree is made in between",
        });
        context.Report(context.Number("SQLite: agent's first instruction, p99", _instruction.P99, "ms") with { Bound = Bound.AtMost(200), Samples = _instruction.Count, Details = _instruction.Details });
        context.NotMeasured("PostgreSQL: first attempt begun, p99", "the server cannot be configured to use PostgreSQL yet");
    }

    private async Task OnceAsync(BenchServer server, DatabaseObserver observer, string file, string key, bool counts, CancellationToken cancellationToken)
    {
        // Idle: nothing of the run before is still being written.
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        File.Delete(file);
        var wall = Nanoseconds();
        var began = Stopwatch.GetTimestamp();
        var answer = AnswerAsync(server, key, file, began, cancellationToken);
        await observer.AwaitAsync(Begun, [("@key", key)], _ => true, TimeSpan.FromMilliseconds(1), cancellationToken);
        var begun = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var answered = await answer;
        await observer.CompletedAsync(key, cancellationToken);
        if (!counts)
        {
            return;
        }

        _begun.Add(begun);
        _answer.Add(answered);
        _instruction.Add((long.Parse(await File.ReadAllTextAsync(file, cancellationToken), CultureInfo.InvariantCulture) - wall) / 1e6);
        var times = observer.Rows("SELECT time, transition, attempt_id FROM run_events WHERE run_id = (SELECT id FROM runs WHERE key = @key) ORDER BY sequence", ("@key", key))
            .Select(r => (Time: r.GetInt64(0), Transition: r[1] as string, HasAttempt: r[2] is string)).ToList();
        var runBegun = times.First(t => string.Equals(t.Transition, "Pending -> Running", StringComparison.Ordinal)).Time;
        _toRun.Add(TimeSpan.FromTicks(runBegun - times[0].Time).TotalMilliseconds);
        _toAttempt.Add(TimeSpan.FromTicks(times.First(t => t.HasAttempt).Time - runBegun).TotalMilliseconds);
    }

    private static async Task<double> AnswerAsync(BenchServer server, string key, string file, long began, CancellationToken cancellationToken)
    {
        await server.StartRunAsync("stamp", key, new { file }, cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static long Nanoseconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
