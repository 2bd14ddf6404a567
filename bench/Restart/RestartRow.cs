using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Restart;

/// <summary>Row 10: the server is killed while agents work; the next one takes their runs over.</summary>
internal sealed class RestartRow : IBenchRow
{
    private const int Agents = 4;

    private const string Workflow = """
        version: "1.0"
        name: count
        inputs:
          ledger: {type: string, required: true}
          stop: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}", STOP: "{{inputs.stop}}"}
        steps:
          - id: count
            timeout_seconds: 3600
            run: |
              echo "start $$" >> "$LEDGER"
              i=0
              while [ ! -e "$STOP" ]; do
                i=$((i + 1))
                printf 'count %08d\n' "$i"
                sleep 0.02
              done
              echo "end $$ $i" >> "$LEDGER"
        """;

    private readonly Samples _cold = new();
    private readonly Samples _first = new();
    private readonly Samples _last = new();

    public string Number => "10";

    public string Title => "kill -9 of the server to its runs resumed, agents still running";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        var data = Path.Combine(context.Folder, "data");
        var idle = Path.Combine(context.Folder, "idle");
        var stop = Path.Combine(context.Folder, "stop");
        var rounds = context.Times(20, 3);
        List<string> keys = [.. Enumerable.Range(1, Agents).Select(i => string.Create(CultureInfo.InvariantCulture, $"K-{i}"))];
        await using (await BenchServer.StartAsync(idle, [], cancellationToken))
        {
            // Its database and its supervisor are there: what is measured is a start, not a first start.
        }

        var server = await BenchServer.StartAsync(data, [], cancellationToken);
        try
        {
            await server.AddRepositoryAsync(Path.Combine(context.Folder, "repository"), cancellationToken, ("count", Workflow));
            foreach (var key in keys)
            {
                await server.StartRunAsync("count", key, new { ledger = Path.Combine(context.Folder, key), stop }, cancellationToken);
            }

            await AwaitOutputAsync(data, keys, cancellationToken);
            for (var round = 0; round < rounds; round++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(100, 900)), TimeProvider.System, cancellationToken);
                server = await KillAndResumeAsync(server, keys, round, cancellationToken);
                await ColdAsync(idle, cancellationToken);
            }

            await File.WriteAllTextAsync(stop, "", cancellationToken);
            await CheckAsync(context, data, keys, rounds, cancellationToken);
        }
        finally
        {
            // Agents end by themselves when this file is there, whatever happened here.
            await File.WriteAllTextAsync(stop, "", CancellationToken.None);
            await server.DisposeAsync();
        }

        Report(context);
    }

    private void Report(RowContext context)
    {
        var beside = context.Number("all four runs resumed", _last.Median, "ms") with
        {
            BesideName = "cold start to ready",
            Beside = _cold.Median,
            Bound = Bound.RatioAtMost(2),
            Samples = _last.Count,
            Details = _last.Details,
            Note = "from the start of the next server's process to the first new event of each run; every agent ran once, no line lost or repeated",
        };
        context.Report(beside with { What = "first run resumed", Value = _first.Median, Details = _first.Details, Note = null });
        context.Report(beside);
        context.Report(context.Number("cold start to ready, no runs", _cold.Median, "ms") with { Samples = _cold.Count, Details = _cold.Details });
    }

    private async Task<BenchServer> KillAndResumeAsync(BenchServer server, List<string> keys, int round, CancellationToken cancellationToken)
    {
        var data = server.Data;
        await server.KillAsync();
        await server.DisposeAsync();
        Dictionary<string, long> before = new(StringComparer.Ordinal);
        await using (var observer = new DatabaseObserver(data))
        {
            foreach (var key in keys)
            {
                before[key] = Events(observer, key);
            }
        }

        var began = Stopwatch.GetTimestamp();
        var next = BenchServer.Spawn(data);
        await using (var observer = new DatabaseObserver(data))
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            double? first = null;
            while (before.Count > 0)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                foreach (var key in before.Keys.ToList())
                {
                    if (Events(observer, key) > before[key])
                    {
                        before.Remove(key);
                        first ??= Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    }
                }

                WrongResultException.Unless(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), $"after kill {round} these runs are not taken over: {string.Join(", ", before.Keys)}");
            }

            _first.Add(first!.Value);
            _last.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        await next.IsReadyAsync(cancellationToken);
        return next;
    }

    private async Task ColdAsync(string idle, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await BenchServer.StartAsync(idle, [], cancellationToken);
        _cold.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static long Events(DatabaseObserver observer, string key) => (long)observer.Ask("SELECT event_sequence FROM runs WHERE key = @key", ("@key", key))!;

    private static async Task AwaitOutputAsync(string data, List<string> keys, CancellationToken cancellationToken)
    {
        await using var observer = new DatabaseObserver(data);
        foreach (var key in keys)
        {
            await observer.AwaitAsync(
                "SELECT s.lines FROM log_streams s JOIN attempts a ON a.id = s.attempt_id JOIN runs r ON r.id = a.run_id WHERE r.key = @key AND s.stream = 'Stdout'",
                [("@key", key)], lines => (long)lines > 0, TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <summary>What the agents noted outside, what their files hold and what the database holds are the same.</summary>
    private static async Task CheckAsync(RowContext context, string data, List<string> keys, int kills, CancellationToken cancellationToken)
    {
        await using var observer = new DatabaseObserver(data);
        foreach (var key in keys)
        {
            await observer.CompletedAsync(key, cancellationToken);
            var attempts = observer.Rows("SELECT a.id, a.directory FROM attempts a JOIN runs r ON r.id = a.run_id WHERE r.key = @key", ("@key", key)).Select(r => (Id: r.GetString(0), Folder: r.GetString(1))).ToList();
            var ledger = await File.ReadAllLinesAsync(Path.Combine(context.Folder, key), cancellationToken);
            WrongResultException.Unless(attempts.Count == 1 && ledger.Length == 2, $"run {key}: {attempts.Count} attempts, and the agent noted: {string.Join("; ", ledger)}");
            var last = ledger[1].Split(' ')[2];
            var file = await File.ReadAllBytesAsync(Path.Combine(attempts[0].Folder, "stdout.log"), cancellationToken);
            using var stored = new MemoryStream();
            foreach (var row in observer.Rows("SELECT text FROM log_chunks WHERE attempt_id = @id AND stream = 'Stdout' ORDER BY start_offset", ("@id", attempts[0].Id)))
            {
                stored.Write((byte[])row[0]);
            }

            var expected = string.Concat(Enumerable.Range(1, int.Parse(last, CultureInfo.InvariantCulture)).Select(i => string.Create(CultureInfo.InvariantCulture, $"count {i:D8}\n")));
            WrongResultException.Unless(
                file.AsSpan().SequenceEqual(stored.ToArray()) && string.Equals(System.Text.Encoding.ASCII.GetString(file), expected, StringComparison.Ordinal),
                $"run {key}: the agent counted to {last}, its file has {file.Length} bytes, the database {stored.Length}, {expected.Length} were due");
        }

        context.Say($"{kills} kills: {keys.Count} agents ran once each, every line is there once");
    }
}
