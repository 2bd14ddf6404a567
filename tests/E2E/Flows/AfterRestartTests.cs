using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>The server is stopped and started again.</summary>
public sealed class AfterRestartTests
{
    [Fact]
    public async Task GracefulStop_WhileARunWorks_SaysSoAndTheNextServerGoesOn()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, TestWorkflows.All);
        var data = folder.Combine("data");
        string key;
        await using (var first = await SignalboxServer.StartAsync(data, stop))
        {
            Assert.Equal(0, (await first.CliAsync(stop, "init", repository.Path)).ExitCode);
            key = (await first.CliAsync(stop, "workflow", "run", "ticker", "--input", "lines=120", "--input", $"ledger={folder.Combine("ledger")}")).Output.Split('\n')[0].Trim();
            await first.WaitForRunAsync(key, stop, "Running");
            Assert.Equal(0, await first.StopAsync(stop));
            Assert.Contains(key, first.Output, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(data, "server.json")));

            await using var second = await SignalboxServer.StartAsync(data, stop);
            var run = await second.WaitForRunAsync(key, stop, "Completed", "Failed", "Cancelled");
            Assert.Equal("Completed", run.GetProperty("status").GetString());
            Assert.Equal(["start", "end"], (await File.ReadAllLinesAsync(folder.Combine("ledger"), stop)).Select(l => l.Split(' ')[0]));
        }
    }
}
