using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>What a crash of the server may not cost.</summary>
public sealed class ServerCrashTests
{
    private const int Lines = 150;

    [Fact]
    [Trait("Spec5", "P09-T02: resume after persisted in-progress state")]
    public async Task ServerKilledWhileARunPrints_AgentGoesOn_NextServerCompletesItAndTheLogIsWhole()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, TestWorkflows.All);
        var ledger = folder.Combine("ledger.txt");
        var data = folder.Combine("data");
        string key;
        string attempt;
        string rawFile;

        await using (var first = await SignalboxServer.StartAsync(data, stop))
        {
            Assert.Equal(0, (await first.CliAsync(stop, "init", repository.Path)).ExitCode);
            var started = await first.CliAsync(stop, "workflow", "run", "ticker", "--input", $"lines={Lines}", "--input", $"ledger={ledger}");
            Assert.True(started.ExitCode == 0, started.ToString());
            key = started.Output.Split('\n')[0].Trim();
            (attempt, rawFile) = await WaitForLinesAsync(first, key, 20, stop);
            await first.KillAsync();

            // Nobody reads the agent's output now, and it goes on writing.
            var pid = int.Parse((await File.ReadAllTextAsync(ledger, stop)).Split()[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Survivors.IsAlive(pid), "the agent died with the server");
            await WaitForGrowthAsync(rawFile, stop);

            await using var second = await SignalboxServer.StartAsync(data, stop);
            var run = await second.WaitForRunAsync(key, stop, "Completed", "Failed", "Cancelled");
            Assert.Equal("Completed", run.GetProperty("status").GetString());
            Assert.All(run.GetProperty("steps").EnumerateArray(), step => Assert.Equal(1, step.GetProperty("attempts").GetArrayLength()));

            var file = await File.ReadAllBytesAsync(rawFile, stop);
            Assert.Equal(file, await StoredLog.ReadAsync(data, attempt, "Stdout", stop));
            await AssertLinesAsync(second, attempt, stop);
            var ledgerLines = await File.ReadAllLinesAsync(ledger, stop);
            Assert.Equal([$"start {pid}", $"end {pid}"], ledgerLines);
            var events = await second.GetAsync($"/api/v1/runs/{key}/events?after=0", stop);
            Assert.Contains("Taken over", events.ToString(), StringComparison.Ordinal);
        }
    }

    private static async Task AssertLinesAsync(SignalboxServer server, string attempt, CancellationToken stop)
    {
        var log = await server.GetAsync($"/api/v1/attempts/{attempt}/log?stream=stdout&from=1&count=1000", stop);
        var texts = log.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("text").GetString()!).ToList();
        Assert.Equal(Lines, texts.Count);
        for (var i = 0; i < Lines; i++)
        {
            Assert.Equal($"tick {i + 1:D6} é \u001b[32mok\u001b[0m", texts[i]);
        }
    }

    private static async Task<(string Attempt, string File)> WaitForLinesAsync(SignalboxServer server, string key, int lines, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var run = await server.GetAsync($"/api/v1/runs/{key}", stop);
            var attempts = run.GetProperty("steps")[0].GetProperty("attempts");
            if (attempts.GetArrayLength() > 0)
            {
                var id = attempts[0].GetProperty("id").GetString()!;
                var log = await server.GetAsync($"/api/v1/attempts/{id}/log?stream=stdout&from=1&count=1000", stop);
                if (log.GetProperty("lines").GetArrayLength() >= lines)
                {
                    return (id, Path.Combine(server.Data, "runs", key, "steps", "01_tick", "attempts", "1", "stdout.log"));
                }
            }

            Assert.NotEqual("Failed", run.GetProperty("status").GetString());
            await timer.WaitForNextTickAsync(stop);
        }
    }

    private static async Task WaitForGrowthAsync(string file, CancellationToken stop)
    {
        var size = new FileInfo(file).Length;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (new FileInfo(file).Length < size + 200)
        {
            await timer.WaitForNextTickAsync(stop);
        }
    }
}
