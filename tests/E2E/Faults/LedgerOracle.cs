using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Compares what workers wrote into their own books with what the system says about the same run: rows, stored log, download, files.</summary>
internal sealed class LedgerOracle(FaultBench bench)
{
    public int Steps { get; private set; }

    public int Attempts { get; private set; }

    public int Interrupted { get; private set; }

    public int Lines { get; private set; }

    public long ByteCount { get; private set; }

    /// <summary>
    /// Checks a run that has to be Completed. The files that other programs read are looked at by <see cref="CheckDocumentsAsync"/>.
    /// </summary>
    public async Task CheckAsync(string key, CancellationToken stop)
    {
        var run = await bench.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.True(string.Equals(run.GetProperty("status").GetString(), "Completed", StringComparison.Ordinal), $"{run}\n{bench.Server.Output}");
        var ledger = (await bench.Ledger.ReadAsync(stop)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal)).ToList();
        var steps = run.GetProperty("steps").EnumerateArray().ToList();
        Assert.Empty(ledger.Select(e => e.Step).Except(steps.Select(s => s.GetProperty("id").GetString()!)));
        var position = 0;
        foreach (var step in steps)
        {
            var id = step.GetProperty("id").GetString()!;
            position++;
            await CheckStepAsync(key, $"{position:D2}_{id}", step, [.. ledger.Where(e => string.Equals(e.Step, id, StringComparison.Ordinal))], stop);
        }

        await CheckEventsAsync(key, steps, stop);
    }

    /// <summary>The files that other programs read say what the rows say.</summary>
    public async Task CheckDocumentsAsync(string key, CancellationToken stop)
    {
        var run = await bench.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.Equal(run.GetProperty("status").GetString(), (await DocumentAsync(bench.Run(key), "metadata.json", stop)).GetProperty("signalbox").GetProperty("status").GetString());
        var position = 0;
        foreach (var step in run.GetProperty("steps").EnumerateArray())
        {
            position++;
            var result = await DocumentAsync(Path.Combine(bench.Run(key), "steps", $"{position:D2}_{step.GetProperty("id").GetString()}"), "result.json", stop);
            Assert.Equal(step.GetProperty("status").GetString(), result.GetProperty("signalbox").GetProperty("status").GetString());
            Assert.Equal(step.GetProperty("attempts").EnumerateArray().Last().GetProperty("id").GetString(), result.GetProperty("signalbox").GetProperty("attempt_id").GetString());
        }
    }

    /// <summary>Nothing is left that should be going on: no open run, no attempt without an end, no run that somebody still holds.</summary>
    public async Task CheckNothingIsOpenAsync(CancellationToken stop)
    {
        Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM runs WHERE status NOT IN ('Completed', 'Failed', 'Cancelled') OR node IS NOT NULL", stop));
        Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM attempts WHERE status = 'Running' OR ended_at IS NULL", stop));
        Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM step_runs WHERE status IN ('Pending', 'Running')", stop));
    }

    private async Task CheckStepAsync(string key, string folder, JsonElement step, List<LedgerEntry> ledger, CancellationToken stop)
    {
        Assert.Equal("Completed", step.GetProperty("status").GetString());
        var attempts = step.GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(a => a.GetProperty("number").GetInt32()));
        Assert.Equal("Succeeded", attempts[^1].GetProperty("outcome").GetString());
        Assert.All(attempts[..^1], a => Assert.Equal("Interrupted", a.GetProperty("outcome").GetString()));

        // Each attempt began its work at most once, the last one exactly once; nothing began after the step was done.
        var starts = ledger.Where(e => e.Kind is "start").ToList();
        var end = Assert.Single(ledger, e => e.Kind is "end");
        Assert.Equal(starts.Count, starts.Select(s => s.Attempt).Distinct().Count());
        Assert.Equal(attempts.Count, end.Attempt);
        Assert.Equal(end.Id, starts.Single(s => s.Attempt == end.Attempt).Id);
        Assert.Equal(ledger.Count - 1, ledger.IndexOf(end));
        Assert.True(starts.Count <= 2, $"{key} {folder} was started {starts.Count} times");

        foreach (var attempt in attempts)
        {
            var number = attempt.GetProperty("number").GetInt32();
            var worker = starts.FirstOrDefault(s => s.Attempt == number);
            await CheckLogAsync(key, folder, attempt.GetProperty("id").GetString()!, number, worker, stop);
        }

        Steps++;
        Attempts += attempts.Count;
        Interrupted += attempts.Count - 1;
    }

    private async Task CheckLogAsync(string key, string folder, string attempt, int number, LedgerEntry? worker, CancellationToken stop)
    {
        using var client = bench.Server.CreateClient();
        foreach (var stream in (string[])["Stdout", "Stderr"])
        {
            var said = worker is null ? [] : await bench.Ledger.CopyAsync(worker, stream, stop);
            var stored = await StoredLog.ReadAsync(bench.Data, attempt, stream, stop);
            Bytes.AssertSame(said, stored, $"{key} {folder} attempt {number}, {stream}");
            var complete = await StoredRows.ReadAsync(
                bench.Data, "SELECT complete, committed_offset FROM log_streams WHERE attempt_id = $attempt AND stream = $stream", stop, ("$attempt", attempt), ("$stream", stream));
            Assert.Equal([1L, (long)said.Length], Assert.Single(complete));
            if (worker is not null)
            {
                Assert.Equal(said, await client.GetByteArrayAsync(new Uri($"/api/v1/attempts/{attempt}/log/raw?stream={stream.ToLowerInvariant()}", UriKind.Relative), stop));
            }

            Lines += said.Count(b => b == (byte)'\n');
            ByteCount += said.Length;
        }
    }

    private async Task CheckEventsAsync(string key, List<JsonElement> steps, CancellationToken stop)
    {
        var events = (await bench.Server.GetAsync($"/api/v1/runs/{key}/events?after=0&limit=1000", stop)).EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.GetProperty("sequence").GetInt64()));
        var times = events.Select(e => e.GetProperty("time").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        foreach (var step in steps)
        {
            // The attempts' own transitions are events of the step too; those of the step carry its start and its end.
            var own = events.Where(e => string.Equals(Text(e, "stepId"), step.GetProperty("id").GetString(), StringComparison.Ordinal)).Select(e => Text(e, "transition")).ToList();
            Assert.Single(own, t => t is "Pending -> Running");
            Assert.Single(own, t => t is "Running -> Completed");
            Assert.Single(own, t => t is "Running -> Succeeded");
        }

        Assert.Single(events, e => Text(e, "stepId") is null && Text(e, "transition") is "Running -> Completed");
    }

    private static async Task<JsonElement> DocumentAsync(string folder, string name, CancellationToken stop) =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, name), stop));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
