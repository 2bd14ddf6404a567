using System.Diagnostics;
using System.Globalization;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Trigger;

/// <summary>The times of runs that were started one after the other on one server; milliseconds.</summary>
internal sealed class TriggerSeries
{
    private const string HasBegun =
        "SELECT 1 FROM runs r JOIN attempts a ON a.run_id = r.id JOIN run_events e ON e.run_id = r.id AND e.attempt_id = a.id WHERE r.key = @key";

    /// <summary>From the request to the first attempt, committed.</summary>
    public Samples Begun { get; } = new();

    /// <summary>From the request to the agent's first instruction.</summary>
    public Samples Instruction { get; } = new();

    /// <summary>From the request to its answer.</summary>
    public Samples Answer { get; } = new();

    /// <summary>From the run's first event to Running.</summary>
    public Samples ToRun { get; } = new();

    /// <summary>From Running to the first attempt.</summary>
    public Samples ToAttempt { get; } = new();

    /// <summary>Starts one run and notes its times.</summary>
    public async Task OnceAsync(BenchServer server, DatabaseObserver observer, string file, string key, bool counts, CancellationToken cancellationToken)
    {
        // Idle: nothing of the run before is still being written.
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        File.Delete(file);
        var wall = Nanoseconds();
        var began = Stopwatch.GetTimestamp();
        var answer = AnswerAsync(server, key, file, began, cancellationToken);
        await observer.AwaitAsync(HasBegun, [("@key", key)], _ => true, TimeSpan.FromMilliseconds(1), cancellationToken);
        var begun = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var answered = await answer;
        await observer.CompletedAsync(key, cancellationToken);
        if (!counts)
        {
            return;
        }

        Begun.Add(begun);
        Answer.Add(answered);
        Instruction.Add((long.Parse(await File.ReadAllTextAsync(file, cancellationToken), CultureInfo.InvariantCulture) - wall) / 1e6);
        var times = observer.Rows("SELECT time, transition, attempt_id FROM run_events WHERE run_id = (SELECT id FROM runs WHERE key = @key) ORDER BY sequence", ("@key", key))
            .Select(r => (Time: r.GetInt64(0), Transition: r[1] as string, HasAttempt: r[2] is string)).ToList();
        var runBegun = times.First(t => string.Equals(t.Transition, "Pending -> Running", StringComparison.Ordinal)).Time;
        ToRun.Add(TimeSpan.FromTicks(runBegun - times[0].Time).TotalMilliseconds);
        ToAttempt.Add(TimeSpan.FromTicks(times.First(t => t.HasAttempt).Time - runBegun).TotalMilliseconds);
    }

    private static async Task<double> AnswerAsync(BenchServer server, string key, string file, long began, CancellationToken cancellationToken)
    {
        await server.StartRunAsync("stamp", key, new { file }, cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static long Nanoseconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
