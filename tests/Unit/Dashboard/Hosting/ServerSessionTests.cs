using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class ServerSessionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithARunAtWork_SaysThatItGoesOnOrCancelsIt(bool stopAgents)
    {
        using var folder = new TemporaryFolder();
        var engine = new FakeEngine();
        var run = engine.AddRun("DOC-7");
        using var stop = new CancellationTokenSource();
        using var output = new StopWhenReady(stop);
        await ServerSession.RunAsync(TestServer.Settings(folder.In("data"), engine), output, stopAgents, openBrowser: false, stop.Token);
        var text = output.ToString();
        Assert.Matches(@"sign in +http://127\.0\.0\.1:\d+/login\?code=[0-9a-f]{40}", text);
        Assert.Contains(folder.In("data"), text, StringComparison.Ordinal);
        Assert.Contains("DOC-7 (hello, Running)", text, StringComparison.Ordinal);
        Assert.Equal(stopAgents ? RunStatus.Cancelled : RunStatus.Running, run.Run.Status);
        Assert.Equal(!stopAgents, text.Contains("signalbox run cancel DOC-7", StringComparison.Ordinal));
        Assert.False(File.Exists(folder.In("data", "server.json")));
    }

    /// <summary>Presses Ctrl+C once the last line of the greeting is there.</summary>
    private sealed class StopWhenReady(CancellationTokenSource stop) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value!.Contains("Press Ctrl+C", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
            }
        }
    }
}
