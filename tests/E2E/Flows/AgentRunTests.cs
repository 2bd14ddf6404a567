using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Coding agents as real processes: what their stream says decides, not that a process ended.</summary>
public sealed class AgentRunTests(SharedServer shared)
{
    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    public async Task GoodStream_CompletesWithTextAndSession(string agent)
    {
        var attempt = await RunAsync(agent, "ok", expectedExit: 0);

        Assert.Equal("Succeeded", attempt.GetProperty("outcome").GetString());
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("finalText").GetString()));
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("sessionId").GetString()));
        Assert.True(attempt.GetProperty("usage").GetProperty("inputTokens").GetInt64() > 0);
    }

    [Theory]
    [InlineData("claude", "rate_limit", "rate_limit")]
    [InlineData("claude", "auth", "auth")]
    [InlineData("claude", "half_line", "incomplete_stream")]
    [InlineData("codex", "auth", "auth")]
    [InlineData("codex", "half_line", "incomplete_stream")]
    public async Task BadStream_FailsAndSaysWhy(string agent, string mode, string expectedCode)
    {
        var attempt = await RunAsync(agent, mode, expectedExit: 1);

        Assert.Equal("Failed", attempt.GetProperty("outcome").GetString());
        Assert.Equal(expectedCode, attempt.GetProperty("error").GetProperty("code").GetString());
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("error").GetProperty("message").GetString()));
    }

    private async Task<System.Text.Json.JsonElement> RunAsync(string agent, string mode, int expectedExit)
    {
        var stop = TestContext.Current.CancellationToken;
        var run = await shared.Server.CliAsync(stop, "workflow", "run", $"ask-{agent}", "--input", $"mode={mode}", "--follow");
        Assert.True(run.ExitCode == expectedExit, run.ToString());
        var stored = await shared.Server.GetAsync($"/api/v1/runs/{run.Output.Split('\n')[0].Trim()}", stop);
        return stored.GetProperty("steps")[0].GetProperty("attempts")[0];
    }
}
