using System.Diagnostics;
using System.Net;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>kill -9 of the server at moments that nobody chose.</summary>
public sealed class RandomKillTests
{
    /// <summary>Runs that are kept going while servers are killed.</summary>
    private const int Width = 3;

    private readonly Random _random = new(FaultMode.Seed);
    private readonly List<string> _keys = [];

    [Fact]
    public async Task ServerKilledAtRandomMoments_NothingRunsTwiceNothingIsLostNothingHangs()
    {
        var stop = TestContext.Current.CancellationToken;
        var kills = FaultMode.Kills;
        var began = Stopwatch.GetTimestamp();
        var whileStarting = 0;
        FaultMode.Print($"random kills: seed {FaultMode.Seed}");
        await using var bench = await FaultBench.CreateAsync([FaultWorkflows.Relay], stop);
        for (var kill = 1; kill <= kills; kill++)
        {
            await TopUpAsync(bench, stop);

            // Every third server is killed while it is starting: in the middle of its own recovery.
            await MomentAsync(900, stop);
            await bench.Server.KillAsync();
            if (kill % 3 == 0 && kill < kills)
            {
                kill++;
                whileStarting++;
                bench.Launch();
                await MomentAsync(2500, stop);
                await bench.Server.KillAsync();
            }

            await bench.StartServerAsync(stop);
        }

        var oracle = new LedgerOracle(bench);
        foreach (var key in _keys)
        {
            await bench.EndAsync(key, stop);
            await oracle.CheckAsync(key, stop);
            await oracle.CheckDocumentsAsync(key, stop);
        }

        await oracle.CheckNothingIsOpenAsync(stop);
        Assert.Empty((await bench.Ledger.ReadAsync(stop)).Select(e => e.Run).Distinct(StringComparer.Ordinal).Except(_keys));
        FaultMode.Print(
            $"random kills: {kills} kills ({whileStarting} of a server that was just starting) in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s; {_keys.Count} runs, {oracle.Steps} steps, "
            + $"{oracle.Attempts} attempts of which {oracle.Interrupted} interrupted; {oracle.Streams} logs with {oracle.Lines} lines and {oracle.ByteCount} bytes compared with the workers' own copies, different 0; "
            + $"steps done twice {await oracle.CountDoneTwiceAsync(stop)}, runs left open {await oracle.CountOpenAsync(stop)}");
    }

    /// <summary>The moment is the fault's own: it waits for nothing.</summary>
    private Task MomentAsync(int most, CancellationToken stop) => Task.Delay(_random.Next(most), stop);

    private async Task TopUpAsync(FaultBench bench, CancellationToken stop)
    {
        var open = await StoredRows.CountAsync(bench.Data, "SELECT COUNT(*) FROM runs WHERE ended_at IS NULL", stop);
        for (; open < Width; open++)
        {
            var key = $"KILL-{_keys.Count + 1}";
            var (status, body) = await bench.Server.PostAsync("/api/v1/runs", new { workflow = "relay", key, inputs = new { ledger = bench.Ledger.Path } }, stop);
            Assert.True(status == HttpStatusCode.Created, $"{status} {body}");
            _keys.Add(key);
        }
    }
}
