using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Somebody else holds the database: agents work on, nobody loses anything, and the server says what it cannot do.</summary>
public sealed class DatabaseLockTests
{
    [Fact]
    public async Task DatabaseLockedByAnother_AgentsGoOn_NothingIsLostAndTheRunsEndRight()
    {
        var stop = TestContext.Current.CancellationToken;

        // In the long form longer than the server's own patience.
        var hold = FaultMode.Pick(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(32));
        await using var bench = await FaultBench.CreateAsync([FaultWorkflows.Relay], stop);
        List<string> keys = [await bench.StartRunAsync("relay", stop), await bench.StartRunAsync("relay", stop)];
        await Until.TrueAsync(async () => (await bench.Ledger.ReadAsync(stop)).Count >= 2, "both runs at work", stop);

        Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)> third;
        var began = Stopwatch.GetTimestamp();
        await using (var other = await StoredRows.OpenAsync(bench.Data, SqliteOpenMode.ReadWrite, stop))
        {
            await using (var take = other.CreateCommand())
            {
                take.CommandText = "BEGIN IMMEDIATE";
                await take.ExecuteNonQueryAsync(stop);
            }

            await using var pulse = new Pulse(bench.Server, stop);
            third = bench.Server.PostAsync("/api/v1/runs", new { workflow = "relay", key = "THIRD-1", inputs = new { ledger = bench.Ledger.Path } }, stop);

            // Each agent ends its work, though nobody can write down that it has.
            await Until.TrueAsync(
                async () => (await bench.Ledger.ReadAsync(stop)).Count(e => e is { Step: "prepare", Kind: "end" }) == 2, "both agents' ends", stop);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (Stopwatch.GetElapsedTime(began) < hold)
            {
                await timer.WaitForNextTickAsync(stop);
            }

            Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM attempts WHERE status = 'Succeeded'", stop));
            await pulse.AssertAliveAsync(TimeSpan.FromSeconds(5));
        }

        var (status, body) = await third;
        if (status == HttpStatusCode.Created)
        {
            keys.Add("THIRD-1");
        }
        else
        {
            Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{status} {body}");
            Assert.False(string.IsNullOrEmpty(body.GetProperty("detail").GetString()), body.ToString());
            Assert.Equal(0, await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM runs WHERE key = 'THIRD-1'", stop));
        }

        var oracle = new LedgerOracle(bench);
        foreach (var key in keys)
        {
            await bench.EndAsync(key, stop);
            await oracle.CheckAsync(key, stop);
        }

        await oracle.CheckNothingIsOpenAsync(stop);
        FaultMode.Print($"database locked for {hold.TotalSeconds:F0} s: {oracle.Steps} steps in {oracle.Attempts} attempts, {oracle.Lines} lines, none lost or repeated; a start meanwhile: {(int)status}");
    }
}
