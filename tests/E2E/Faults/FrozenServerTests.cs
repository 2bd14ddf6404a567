using System.Text.Json;
using Microsoft.Data.Sqlite;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>
/// A server is stopped in its tracks (a laptop's lid, a debugger), its hold on the data directory is taken from it, and another one takes its
/// runs over. When it wakes up it still believes that they are its own.
/// </summary>
public sealed class FrozenServerTests
{
    private static readonly (string Name, string Yaml) Slow = ("slow", """
        version: "1.0"
        name: slow
        key: SLOW
        inputs:
          ledger: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}"}
        steps:
          - id: first
            run: worker 40 0.03
          - id: second
            needs: [first]
            run: worker 20 0.03
        """);

    [Fact]
    public async Task ServerFrozenAndReplaced_WhenItWakesUpItChangesNothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var bench = await FaultBench.CreateAsync([Slow], stop);
        List<string> keys = [await bench.StartRunAsync("slow", stop), await bench.StartRunAsync("slow", stop)];
        await Until.TrueAsync(async () => (await bench.Ledger.ReadAsync(stop)).Count >= 2, "both runs at work", stop);
        await using var frozen = bench.Server;
        await FreezeAsync(bench, frozen, stop);

        // As if the file had been on a disk that was taken away: the next server makes a lock of its own.
        File.Delete(Path.Combine(bench.Data, "server.lock"));
        await bench.StartServerAsync(stop);
        var oracle = new LedgerOracle(bench);
        foreach (var key in keys)
        {
            await bench.EndAsync(key, stop);
            await oracle.CheckAsync(key, stop);
        }

        var before = await RowsAsync(bench, stop);
        var files = Files(bench, keys);
        await frozen.SignalAsync("CONT", stop);
        foreach (var key in keys)
        {
            await Until.TrueAsync(() => frozen.Output.Contains($"run {key} is held by another executor", StringComparison.Ordinal), $"the woken server to let go of {key}", stop);
            Assert.Equal("Completed", (await frozen.GetAsync($"/api/v1/runs/{key}", stop)).GetProperty("status").GetString());
        }

        Assert.Equal(before, await RowsAsync(bench, stop));
        Assert.Equal(files, Files(bench, keys));
    }

    /// <summary>Stops it where it holds no lock of the database: one that does blocks every other, as any program would.</summary>
    private static async Task FreezeAsync(FaultBench bench, SignalboxServer server, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            await server.SignalAsync("STOP", stop);
            await Until.TrueAsync(() => File.ReadAllText($"/proc/{server.ProcessId}/stat").Contains(") T ", StringComparison.Ordinal), "a server that stands still", stop);
            if (await IsFreeAsync(bench.Data, stop))
            {
                return;
            }

            await server.SignalAsync("CONT", stop);
            await timer.WaitForNextTickAsync(stop);
        }
    }

    private static async Task<bool> IsFreeAsync(string data, CancellationToken stop)
    {
        foreach (var file in (string[])["signalbox.db", "jobs.db"])
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, file), Pooling = false, DefaultTimeout = 1 }.ToString());
            await connection.OpenAsync(stop);
            try
            {
                await using var take = connection.CreateCommand();
                take.CommandText = "BEGIN IMMEDIATE";
                await take.ExecuteNonQueryAsync(stop);
                await using var release = connection.CreateCommand();
                release.CommandText = "ROLLBACK";
                await release.ExecuteNonQueryAsync(stop);
            }
            catch (SqliteException)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<string> RowsAsync(FaultBench bench, CancellationToken stop)
    {
        List<object[]> rows = [];
        foreach (var sql in (string[])
            [
                "SELECT id, status, status_reason, epoch, node, event_sequence, log_bytes, ended_at FROM runs ORDER BY id",
                "SELECT id, status, ended_at FROM step_runs ORDER BY id",
                "SELECT id, status, exit_code, ended_at FROM attempts ORDER BY id",
                "SELECT run_id, sequence, message FROM run_events ORDER BY run_id, sequence",
                "SELECT attempt_id, stream, committed_offset, lines, complete FROM log_streams ORDER BY attempt_id, stream",
                "SELECT attempt_id, stream, start_offset, length FROM log_chunks ORDER BY attempt_id, stream, start_offset",
            ])
        {
            rows.AddRange(await StoredRows.ReadAsync(bench.Data, sql, stop));
        }

        return JsonSerializer.Serialize(rows);
    }

    private static string Files(FaultBench bench, List<string> keys) => string.Join('\n', keys.Select(k => File.ReadAllText(Path.Combine(bench.Run(k), "metadata.json"))));
}
