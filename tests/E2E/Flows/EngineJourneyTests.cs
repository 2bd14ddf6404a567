using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>
/// What the engine promises, through the real program. The names of the traits are the Verification bullets of spec 5; "resume after persisted in-progress
/// state" is proven by <c>ServerCrashTests</c> and the random kills beside it.
/// </summary>
public sealed class EngineJourneyTests(SharedServer shared)
{
    [Fact]
    [Trait("Spec5", "P09-T01: `workflow run --input` persists values, not just the input count")]
    public async Task WorkflowRun_Inputs_ArePersistedAsValues()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("proven", "--input", "wanted=good=better");

        var shown = await JsonAsync("run", "show", key, "--json");
        Assert.Equal("good=better", shown.GetProperty("inputs").GetProperty("wanted").GetString());
        var status = await shared.Server.CliAsync(stop, "workflow", "status", key);
        Assert.Contains("wanted", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec5", "P09-T03: the first step attempt artifact appears after run start")]
    [Trait("Spec5", "P09-T04: persisted logs and progress fields")]
    public async Task WorkflowRun_Begins_ItsFirstAttemptAndProgressAreThere()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("proven");
        var run = await shared.Server.WaitForRunAsync(key, stop, "Completed", "Failed");

        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.True(File.Exists(Path.Combine(shared.Server.Data, "runs", key, "steps", "01_write", "attempts", "1", "stdout.log")));
        var events = (await shared.Server.GetAsync($"/api/v1/runs/{key}/events?after=0", stop)).EnumerateArray().ToList();
        Assert.All(events, e => Assert.Equal(run.GetProperty("id").GetString(), e.GetProperty("runId").GetString()));
        Assert.Contains(events, e => Text(e, "stepId") is "write" && e.GetProperty("attempt").ValueKind == JsonValueKind.Number && Text(e, "transition") is "Running -> Succeeded");
        Assert.Single(events.Select(e => Text(e, "traceId")).Distinct(StringComparer.Ordinal));
        var progress = await shared.Server.CliAsync(stop, "workflow", "progress", key, "--json");
        Assert.True(progress.ExitCode == 0, progress.ToString());
        Assert.Contains("\"read\"", progress.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec5", "P09-T03: a start failure moves the run to failed with the reason")]
    public async Task WorkflowRun_CannotBegin_FailsWithTheReason()
    {
        var stop = TestContext.Current.CancellationToken;
        var busy = Path.Combine(shared.Server.Data, "runs", "BUSY-7", "workspace");
        Directory.CreateDirectory(busy);
        await File.WriteAllTextAsync(Path.Combine(busy, "somebodys.txt"), "work", stop);

        var key = await RunAsync("proven", "--key", "BUSY-7");
        var run = await shared.Server.WaitForRunAsync(key, stop, "Completed", "Failed");

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Contains("exists and is not empty", run.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(busy, "somebodys.txt")));
    }

    [Fact]
    public async Task Verify_ExitsZero_StepIsVerified_ElseItFailsAndSaysWhatItPrinted()
    {
        var stop = TestContext.Current.CancellationToken;
        var good = await RunAsync("proven");
        var bad = await RunAsync("proven", "--input", "wanted=bad");

        var proven = await shared.Server.WaitForRunAsync(good, stop, "Completed", "Failed");
        Assert.True(proven.GetProperty("steps")[0].GetProperty("verified").GetBoolean());
        var refused = await shared.Server.WaitForRunAsync(bad, stop, "Completed", "Failed");
        Assert.Equal("step write failed: verify ended with exit code 4; it printed: proof.txt is not good", refused.GetProperty("statusReason").GetString());
        Assert.False(refused.GetProperty("steps")[0].GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task Checkpoints_OfARun_AreCommitsThatTouchNothing()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("proven");
        var run = await shared.Server.WaitForRunAsync(key, stop, "Completed", "Failed");
        var workspace = Path.Combine(shared.Server.Data, "runs", key, "workspace");

        var refs = await Command.RunAsync("git", ["for-each-ref", "--format=%(refname)", $"refs/signalbox/{run.GetProperty("id").GetString()}"], stop, folder: workspace);
        Assert.NotEmpty(refs.Output.Trim());
        var held = await Command.RunAsync("git", ["show", $"{refs.Output.Split('\n')[0].Trim()}:proof.txt"], stop, folder: workspace);
        Assert.Equal("good", held.Output.Trim());
        var status = await Command.RunAsync("git", ["status", "--porcelain"], stop, folder: workspace);
        Assert.Equal("?? proof.txt", status.Output.Trim());
    }

    [Fact]
    public async Task Secrets_OfAStep_AreNowhereInWhatIsKept()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("whisper");
        var run = await shared.Server.WaitForRunAsync(key, stop, "Completed", "Failed");
        Assert.Equal("Completed", run.GetProperty("status").GetString());

        var attempt = run.GetProperty("steps")[0].GetProperty("attempts")[0].GetProperty("id").GetString();
        using var client = shared.Server.CreateClient();
        var download = await client.GetStringAsync($"/api/v1/attempts/{attempt}/log/raw?stream=stdout", stop);
        Assert.Contains("token: ***", download, StringComparison.Ordinal);
        string[] forms = [SignalboxServer.SecretValue, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(SignalboxServer.SecretValue))];
        var kept = Directory.EnumerateFiles(Path.Combine(shared.Server.Data, "runs", key), "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/workspace/", StringComparison.Ordinal) && File.ResolveLinkTarget(f, returnFinalTarget: false) is null)
            .Select(f => (Name: f, Text: File.ReadAllText(f)))
            .Append((Name: "download", Text: download))
            .Append((Name: "run", Text: run.ToString()))
            .Append((Name: "events", Text: (await shared.Server.GetAsync($"/api/v1/runs/{key}/events?after=0", stop)).ToString()));
        Assert.All(kept, file => Assert.All(forms, form => Assert.False(file.Text.Contains(form, StringComparison.Ordinal), $"{file.Name} shows the secret")));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<string> RunAsync(params string[] arguments)
    {
        var started = await shared.Server.CliAsync(TestContext.Current.CancellationToken, ["workflow", "run", .. arguments]);
        Assert.True(started.ExitCode == 0, started.ToString());
        return started.Output.Split('\n')[0].Trim();
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await shared.Server.CliAsync(TestContext.Current.CancellationToken, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
