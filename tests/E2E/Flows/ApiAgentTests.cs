using System.Net;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>A model behind an API as an agent: a process of its own that calls a local server.</summary>
public sealed class ApiAgentTests(SharedServer shared)
{
    [Fact]
    public async Task WholeAnswer_CompletesWithItsCostEstimated_AndNeverTellsItsKey()
    {
        var (key, run) = await RunAsync("How many?", expectedExit: 0);

        var attempt = run.GetProperty("steps")[0].GetProperty("attempts")[0];
        Assert.Equal("Succeeded", attempt.GetProperty("outcome").GetString());
        Assert.Equal("Four.", attempt.GetProperty("finalText").GetString());
        var usage = attempt.GetProperty("usage");
        Assert.Equal((1000, 100), (usage.GetProperty("inputTokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64()));
        Assert.Equal(0.003m, usage.GetProperty("costUsd").GetDecimal());
        Assert.True(usage.GetProperty("costEstimated").GetBoolean());
        var log = await shared.Server.CliAsync(TestContext.Current.CancellationToken, "run", "logs", key);
        Assert.Contains("Four.", log.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApi.Key, log.Output + run, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamStopsHalfWay_FailsAndSaysSo()
    {
        var (_, run) = await RunAsync("Please stop half way.", expectedExit: 1);

        var attempt = run.GetProperty("steps")[0].GetProperty("attempts")[0];
        Assert.Equal("incomplete_stream", attempt.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task RateLimited_LetsTheRunWait()
    {
        var stop = TestContext.Current.CancellationToken;
        var started = await shared.Server.CliAsync(stop, "workflow", "run", "ask-api", "--input", "question=Please be limited.");
        Assert.True(started.ExitCode == 0, started.ToString());
        var key = started.Output.Split('\n')[0].Trim();

        var run = await shared.Server.WaitForRunAsync(key, stop, "Waiting", "Failed", "Completed");

        Assert.Equal("Waiting", run.GetProperty("status").GetString());
        Assert.Contains("rate limit of local", run.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "run", "cancel", key)).ExitCode);
    }

    /// <summary>An agent that somebody registers runs like one of the configuration.</summary>
    [Fact]
    public async Task RegisteredOverRest_RunsLikeAConfiguredOne()
    {
        const string Yaml = """
            version: "1.0"
            name: ask-own
            steps:
              - id: ask
                agent: own-model
                timeout_seconds: 60
                prompt: How many?
                output_key: answer
            """;
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var config = new { base_url = TestApi.Url, api_key = "env:API_KEY_OF_THIS_MACHINE" };
        var (status, answer) = await shared.Server.PostAsync(
            "/api/v1/agents", new { id = "own-model", kind = "api", provider = "openai-compatible", model = "model-e2e", capabilities = (string[])["plan"], config }, stop);
        Assert.True(status == HttpStatusCode.Created, $"{status} {answer}");
        var repository = await TestRepository.CreateAsync(folder.Combine("own-shop"), stop, ("ask-own", Yaml));
        await shared.Server.CliAsync(stop, "init", repository.Path);

        var run = await shared.Server.CliAsync(stop, "workflow", "run", "own-shop/ask-own", "--follow");

        Assert.True(run.ExitCode == 0, run.ToString());
        var shown = await shared.Server.GetAsync($"/api/v1/runs/{run.Output.Split('\n')[0].Trim()}", stop);
        Assert.Equal("Four.", shown.GetProperty("steps")[0].GetProperty("attempts")[0].GetProperty("finalText").GetString());
    }

    private async Task<(string Key, JsonElement Run)> RunAsync(string question, int expectedExit)
    {
        var stop = TestContext.Current.CancellationToken;
        var run = await shared.Server.CliAsync(stop, "workflow", "run", "ask-api", "--input", $"question={question}", "--follow");
        Assert.True(run.ExitCode == expectedExit, run.ToString());
        var key = run.Output.Split('\n')[0].Trim();
        return (key, await shared.Server.GetAsync($"/api/v1/runs/{key}", stop));
    }
}
