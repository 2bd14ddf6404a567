using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Coding agents that hang, crash or do not listen.</summary>
[Collection(OneServer.Name)]
public sealed class CodingAgentFaultTests(OneServer.Place place)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    [Fact]
    [Trait("Form", "long")]
    public async Task AgentsThatHang_TheirTimeoutEndsThem()
    {
        string[] keys = [await StartAsync("claude", "hang", 10), await StartAsync("codex", "hang", 10), await StartAsync("claude", "ignore_term", 10), await StartAsync("copilot", "hang", 10), await StartAsync("gemini", "hang", 10)];
        foreach (var key in keys)
        {
            var attempt = Assert.Single(await EndAsync(key, "Failed"));
            Assert.Equal("TimedOut", attempt.GetProperty("outcome").GetString());
        }
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("copilot")]
    [InlineData("gemini")]
    public async Task AgentCrashes_TheAttemptFailsWithItsExitCode(string agent)
    {
        var attempt = Assert.Single(await EndAsync(await StartAsync(agent, "crash", 60), "Failed"));

        Assert.Equal("Failed", attempt.GetProperty("outcome").GetString());
        Assert.Equal(139, attempt.GetProperty("exitCode").GetInt32());
        var error = attempt.GetProperty("error");
        Assert.Equal("incomplete_stream", error.GetProperty("code").GetString());
        Assert.Contains($"ended with exit code 139; the last line it wrote to standard error was: fake {agent}: something broke inside", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("copilot")]
    [InlineData("gemini")]
    public async Task AgentDoesNotListen_ACancelEndsItAndAllBelowIt(string agent)
    {
        var key = await StartAsync(agent, "ignore_term", 600);
        await Until.TrueAsync(() => Survivors.Of(Bench.Run(key)).Count >= 4, "the agent with its two children under its supervisor", Stop);
        await Bench.CancelAsync(key, Stop);

        var attempt = Assert.Single(await EndAsync(key, "Cancelled"));
        Assert.Equal("Cancelled", attempt.GetProperty("outcome").GetString());
    }

    private Task<string> StartAsync(string agent, string mode, int timeout) => place.StartStepsAsync($"{agent}-{mode.Replace('_', '-')}-{timeout}", $$"""
          - id: ask
            agent: {{agent}}
            env: {FAKE_AGENT_MODE: {{mode}}, FAKE_AGENT_PACE: "0"}
            timeout_seconds: {{timeout}}
            prompt: Change one file.
        """, Stop);

    private async Task<IReadOnlyList<JsonElement>> EndAsync(string key, string status)
    {
        var run = await Bench.EndAsync(key, Stop);
        Assert.Equal(status, run.GetProperty("status").GetString());
        Assert.Empty(Survivors.Of(Bench.Run(key)));
        return [.. run.GetProperty("steps")[0].GetProperty("attempts").EnumerateArray()];
    }
}
