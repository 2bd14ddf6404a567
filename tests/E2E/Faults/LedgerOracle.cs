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

    /// <summary>Streams whose every byte was compared.</summary>
    public int Streams { get; private set; }

    public long ByteCount { get; private set; }

    /// <summary>
    /// Checks a run that has to be Completed. The files that other programs read are looked at by <see cref="CheckDocumentsAsync"/>.
    /// </summary>
    public async Task CheckAsync(string key, CancellationToken stop)
    {
        var run = await bench.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.True(string.Equals(run.GetProperty("status").GetString(), "Completed", StringComparison.Ordinal), $"{run}\n{bench.Server.Output}");
        var ledger = (await bench.Ledger.ReadAsync(stop)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal)).ToList();
        var steps = LatestOf(run);
        Assert.Empty(ledger.Select(e => e.Step).Except(steps.Select(s => s.GetProperty("id").GetString()!)));
        foreach (var (index, step) in steps.Index())
        {
            var id = step.GetProperty("id").GetString()!;
            await CheckStepAsync(key, FolderOf(step, index + 1), step, [.. ledger.Where(e => string.Equals(e.Step, id, StringComparison.Ordinal))], stop);
        }

        await CheckEventsAsync(key, steps, stop);
    }

    /// <summary>The files that other programs read say what the rows say.</summary>
    public async Task CheckDocumentsAsync(string key, CancellationToken stop)
    {
        // The row comes first; what a server left behind that died in between is mended by the next.
        var run = await bench.Server.GetAsync($"/api/v1/runs/{key}", stop);
        await Until.TrueAsync(
            async () => string.Equals(await StatusAsync(Path.Combine(bench.Run(key), "metadata.json"), stop), run.GetProperty("status").GetString(), StringComparison.Ordinal), $"metadata.json of {key} to say what the row says", stop);
        foreach (var (index, step) in LatestOf(run).Index().Where(s => s.Item.GetProperty("attempts").GetArrayLength() > 0))
        {
            var result = await DocumentAsync(Path.Combine(bench.Run(key), "steps", FolderOf(step, index + 1)), "result.json", stop);
            Assert.Equal(step.GetProperty("status").GetString(), result.GetProperty("signalbox").GetProperty("status").GetString());
            Assert.Equal(step.GetProperty("attempts").EnumerateArray().Last().GetProperty("id").GetString(), result.GetProperty("signalbox").GetProperty("attempt_id").GetString());
        }
    }

    /// <summary>What the books say was done to its end more than once.</summary>
    public async Task<int> CountDoneTwiceAsync(CancellationToken stop) =>
        (await bench.Ledger.ReadAsync(stop)).Where(e => e.Kind is "end").GroupBy(e => (e.Run, e.Step)).Count(g => g.Count() > 1);

    /// <summary>Runs that have not ended, or that somebody still holds.</summary>
    public Task<long> CountOpenAsync(CancellationToken stop) =>
        StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM runs WHERE status NOT IN ('Completed', 'Failed', 'Cancelled') OR node IS NOT NULL", stop);

    /// <summary>Nothing is left that should be going on: no open run, no attempt without an end, no run that somebody still holds.</summary>
    public async Task CheckNothingIsOpenAsync(CancellationToken stop)
    {
        Assert.Equal(0, await CountOpenAsync(stop));
        Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM attempts WHERE status = 'Running' OR ended_at IS NULL", stop));
        Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM step_runs WHERE status IN ('Pending', 'Running')", stop));
    }

    private async Task CheckStepAsync(string key, string folder, JsonElement step, List<LedgerEntry> ledger, CancellationToken stop)
    {
        Assert.Equal("Completed", step.GetProperty("status").GetString());
        var attempts = step.GetProperty("attempts").EnumerateArray().ToList();
        if (attempts.Count == 0)
        {
            // A person's step.
            Assert.Empty(ledger);
            return;
        }

        Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(a => a.GetProperty("number").GetInt32()));
        Assert.Equal("Succeeded", attempts[^1].GetProperty("outcome").GetString());
        Assert.All(attempts[..^1], a => Assert.Contains(Outcome(a), (string[])["Interrupted", "Failed"]));

        // Only what a program said of itself makes it a failure, and only a person's order goes on from one.
        Assert.Equal(ledger.Where(e => e.Kind is "refused").Select(e => e.Attempt), attempts.Where(a => Outcome(a) is "Failed").Select(a => a.GetProperty("number").GetInt32()));

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
        Interrupted += attempts.Count(a => Outcome(a) is "Interrupted");
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

            Streams++;
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
        foreach (var step in steps.Where(s => s.GetProperty("attempts").GetArrayLength() > 0))
        {
            // The attempts' own transitions are events of the step too; those of the step carry its start and its end.
            var own = events.Where(e => string.Equals(Text(e, "stepId"), step.GetProperty("id").GetString(), StringComparison.Ordinal)).Select(e => Text(e, "transition")).ToList();
            var failures = step.GetProperty("attempts").EnumerateArray().Count(a => Outcome(a) is "Failed");
            Assert.Equal(1 + failures, own.Count(t => t is "Pending -> Running"));
            Assert.Single(own, t => t is "Running -> Completed");
            Assert.Single(own, t => t is "Running -> Succeeded");
        }

        Assert.Single(events, e => Text(e, "stepId") is null && Text(e, "transition") is "Running -> Completed");
    }

    /// <summary>The newest visit of each step. An earlier one was skipped when the run ended before it, and nobody did it.</summary>
    private static List<JsonElement> LatestOf(JsonElement run)
    {
        var visits = run.GetProperty("steps").EnumerateArray().GroupBy(s => s.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
        Assert.All(visits.SelectMany(v => v.SkipLast(1)), s => Assert.Equal(("Skipped", 0), (s.GetProperty("status").GetString(), s.GetProperty("attempts").GetArrayLength())));
        return visits.ConvertAll(v => v.Last());
    }

    private static string FolderOf(JsonElement step, int position)
    {
        var (visit, folder) = (step.GetProperty("visit").GetInt32(), $"{position:D2}_{step.GetProperty("id").GetString()}");
        return visit == 1 ? folder : Path.Combine(folder, "visits", $"{visit}");
    }

    private static string? Outcome(JsonElement attempt) => Text(attempt, "outcome");

    /// <summary>Our status in a document; null when there is none that can be read.</summary>
    private static async Task<string?> StatusAsync(string file, CancellationToken stop)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file, stop)).GetProperty("signalbox").GetProperty("status").GetString();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static async Task<JsonElement> DocumentAsync(string folder, string name, CancellationToken stop) =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(folder, name), stop));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
