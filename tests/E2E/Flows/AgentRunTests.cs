using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Coding agents as real processes: what their stream says decides, not that a process ended.</summary>
public sealed class AgentRunTests(SharedServer shared)
{
    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("gemini")]
    public async Task GoodStream_CompletesWithTextAndSession(string agent)
    {
        var attempt = await RunAsync(agent, "ok", expectedExit: 0);

        Assert.Equal("Succeeded", attempt.GetProperty("outcome").GetString());
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("finalText").GetString()));
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("sessionId").GetString()));
        Assert.True(attempt.GetProperty("usage").GetProperty("inputTokens").GetInt64() > 0);
    }

    [Fact]
    public async Task Copilot_ItsUnitIsPremiumRequests_CostStaysUnknown()
    {
        var attempt = await RunAsync("copilot", "ok", expectedExit: 0);

        Assert.Equal("Succeeded", attempt.GetProperty("outcome").GetString());
        Assert.Equal("The plan is in plan.md.", attempt.GetProperty("finalText").GetString());
        Assert.Equal("06b4f000-c0b1-4000-8000-0000000c0b11", attempt.GetProperty("sessionId").GetString());
        var usage = attempt.GetProperty("usage");
        Assert.Equal(0.33m, usage.GetProperty("premiumRequests").GetDecimal());
        Assert.False(usage.TryGetProperty("costUsd", out var cost) && cost.ValueKind == System.Text.Json.JsonValueKind.Number);
    }

    [Fact]
    public async Task ProgramOfTheConfiguration_ItsTextIsTheAnswer()
    {
        var attempt = await RunAsync("words", "ok", expectedExit: 0);

        Assert.Equal("Change one file.", attempt.GetProperty("finalText").GetString());
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("copilot")]
    [InlineData("gemini")]
    public async Task RateLimit_ThatNamesItsEnd_LetsTheRunWaitForIt(string agent)
    {
        var stop = TestContext.Current.CancellationToken;
        var started = await shared.Server.CliAsync(stop, "workflow", "run", $"ask-{agent}", "--input", "mode=rate_limit");
        Assert.True(started.ExitCode == 0, started.ToString());
        var key = started.Output.Split('\n')[0].Trim();

        var run = await shared.Server.WaitForRunAsync(key, stop, "Waiting", "Failed", "Completed");
        Assert.Equal("Waiting", run.GetProperty("status").GetString());
        Assert.Contains($"rate limit of {agent}", run.GetProperty("statusReason").GetString(), StringComparison.Ordinal);

        Assert.Equal(0, (await shared.Server.CliAsync(stop, "run", "cancel", key)).ExitCode);
    }

    [Theory]
    [InlineData("claude", "auth", "auth")]
    [InlineData("claude", "half_line", "incomplete_stream")]
    [InlineData("codex", "auth", "auth")]
    [InlineData("codex", "half_line", "incomplete_stream")]
    [InlineData("copilot", "auth", "auth")]
    [InlineData("copilot", "half_line", "incomplete_stream")]
    [InlineData("gemini", "auth", "auth")]
    [InlineData("gemini", "bad_input", "bad_input")]
    [InlineData("gemini", "turns", "max_turns")]
    [InlineData("gemini", "half_line", "incomplete_stream")]
    public async Task BadStream_FailsAndSaysWhy(string agent, string mode, string expectedCode)
    {
        var attempt = await RunAsync(agent, mode, expectedExit: 1);

        Assert.Equal("Failed", attempt.GetProperty("outcome").GetString());
        Assert.Equal(expectedCode, attempt.GetProperty("error").GetProperty("code").GetString());
        Assert.False(string.IsNullOrEmpty(attempt.GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task CostLimit_Reached_StopsTheRunAndSaysHowMuchWasSpent()
    {
        var stop = TestContext.Current.CancellationToken;
        var run = await shared.Server.CliAsync(stop, "workflow", "run", "dear", "--wait");

        Assert.True(run.ExitCode == 1, run.ToString());
        var stored = await shared.Server.GetAsync($"/api/v1/runs/{run.Output.Split('\n')[0].Trim()}", stop);
        Assert.Equal(("Failed", "cost limit 0.04 USD reached: 0.0421 spent in 1 attempt"), (stored.GetProperty("status").GetString(), stored.GetProperty("statusReason").GetString()));
        Assert.Equal(0.0421m, stored.GetProperty("costUsd").GetDecimal());
        Assert.Equal(0, stored.GetProperty("steps")[1].GetProperty("attempts").GetArrayLength());
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
