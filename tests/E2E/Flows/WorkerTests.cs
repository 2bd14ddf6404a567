using System.Diagnostics;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Programs that come to Signalbox, claim steps and report (design/agents.md, Workers).</summary>
public sealed class WorkerTests(SharedServer shared)
{
    private static readonly string[] Lines = ["a line"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec3", "Multi-Agent Model: Agents are registered instances that can claim and execute tasks")]
    public async Task Worker_ClaimsAStep_RunsItsCommandWithThePromptAndCompletesIt()
    {
        using var folder = new TemporaryFolder();
        var (workflow, capability) = await PrepareAsync(folder);
        var key = await StartAsync(workflow);
        var waiting = await shared.Server.WaitForRunAsync(key, Stop, "Waiting");
        Assert.Contains($"waits for a claim by a worker that can {capability}", waiting.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        var sent = await shared.Server.CliAsync(Stop, "agent", "register", $"{workflow}-w", "--capability", capability);
        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(0, (await shared.Server.CliAsync(Stop, "agent", "send", $"{workflow}-w", "mind the gap")).ExitCode);
        using (var client = shared.Server.CreateClient())
        {
            using var left = await client.PostAsync(new Uri($"/api/v1/agents/{workflow}-w/heartbeat", UriKind.Relative), new StringContent("{\"leaving\":true}", null, "application/json"), Stop);
            Assert.True(left.IsSuccessStatusCode);
        }

        var worker = await shared.Server.CliAsync(
            Stop, "worker", "--name", $"{workflow}-w", "--capability", capability, "--steps", "1", "--",
            "/bin/sh", "-c", "cat; echo; echo seen on the side >&2; echo knows $SHOP_TOKEN; echo $GREETING from $SIGNALBOX_STEP > note.md; echo '{\"verdict\":\"good\"}'");

        Assert.True(worker.ExitCode == 0, worker.ToString());
        var run = await shared.Server.WaitForRunAsync(key, Stop, "Completed", "Failed");
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        var step = run.GetProperty("steps").EnumerateArray().First();
        Assert.Equal("good", step.GetProperty("outputs").GetProperty("verdict").GetString());
        var attempt = step.GetProperty("attempts").EnumerateArray().Single();
        Assert.Equal(($"{workflow}-w", 0), (attempt.GetProperty("agent").GetString(), attempt.GetProperty("exitCode").GetInt32()));
        var log = await shared.Server.CliAsync(Stop, "run", "logs", key, "--step", "review");
        Assert.Contains($"Review {key}.", log.Output, StringComparison.Ordinal);
        Assert.Contains("mind the gap", log.Output, StringComparison.Ordinal);
        Assert.Contains("seen on the side", log.Output, StringComparison.Ordinal);
        Assert.Contains("knows ***", log.Output, StringComparison.Ordinal);
        var report = await shared.Server.CliAsync(Stop, "run", "logs", key, "--step", "report");
        Assert.Contains("hello from review", report.Output, StringComparison.Ordinal);
        var agents = await shared.Server.GetAsync($"/api/v1/agents/{workflow}-w", Stop);
        Assert.Equal("Offline", agents.GetProperty("status").GetString());
        await CheckNoSecretIsKeptAsync();
    }

    /// <summary>The answers to claims and for sign-in links hold secrets, which no table may keep, also where a client says a key.</summary>
    private async Task CheckNoSecretIsKeptAsync()
    {
        using var client = shared.Server.CreateClient();
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid():n}");
        using var answer = await client.PostAsync(new Uri("/api/v1/login-links", UriKind.Relative), null, Stop);
        var link = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("url").GetString()!;
        string[] secrets = [SignalboxServer.SecretValue.Split(' ')[0], link.Split("code=")[1]];

        var files = Directory.GetFiles(shared.Server.Data, "signalbox.db*");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var text = await reader.ReadToEndAsync(Stop);
            Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{Path.GetFileName(file)} holds {secret}"));
        }
    }

    [Fact]
    public async Task Worker_CommandFails_FailsTheStepWithItsLastWords()
    {
        using var folder = new TemporaryFolder();
        var (workflow, capability) = await PrepareAsync(folder);
        var key = await StartAsync(workflow);

        var worker = await shared.Server.CliAsync(
            Stop, "worker", "--name", $"{workflow}-w", "--capability", capability, "--steps", "1", "--", "/bin/sh", "-c", "echo no compiler here >&2; exit 7");

        Assert.True(worker.ExitCode == 0, worker.ToString());
        var run = await shared.Server.WaitForRunAsync(key, Stop, "Completed", "Failed");
        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Contains("exit code 7: no compiler here", run.GetProperty("statusReason").GetString() + run, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_PrintsMoreThanARequestHolds_LosesNothingAndFailsWithTheBeginningOfItsLastWords()
    {
        const string Floods = """
            cat > note.md
            head -c 1500000 /dev/zero | tr '\0' x
            echo
            yes 0123456789012345678901234567890123456789 | head -n 60000
            head -c 20000 /dev/zero | tr '\0' e >&2
            exit 7
            """;
        using var folder = new TemporaryFolder();
        var (workflow, capability) = await PrepareAsync(folder);
        var key = await StartAsync(workflow);

        var worker = await shared.Server.CliAsync(Stop, "worker", "--name", $"{workflow}-w", "--capability", capability, "--steps", "1", "--", "/bin/sh", "-c", Floods);

        Assert.True(worker.ExitCode == 0, worker.ToString());
        var run = await shared.Server.WaitForRunAsync(key, Stop, "Completed", "Failed");
        var attempt = run.GetProperty("steps")[0].GetProperty("attempts")[0];
        var message = attempt.GetProperty("error").GetProperty("message").GetString()!;
        Assert.StartsWith("/bin/sh ended with exit code 7: eeeeeeee", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1_000, message);
        Assert.Equal(7, attempt.GetProperty("exitCode").GetInt32());
        using var client = shared.Server.CreateClient();
        var log = await client.GetStringAsync(new Uri($"/api/v1/attempts/{attempt.GetProperty("id").GetString()}/log/raw", UriKind.Relative), Stop);
        Assert.Equal(1_500_000, log.Count(c => c == 'x'));
        Assert.Equal(60_000, log.Split('\n').Count(line => line is "0123456789012345678901234567890123456789"));
    }

    [Fact]
    public async Task Worker_Interrupted_GivesItsStepBackAndTheNextOneDoesIt()
    {
        using var folder = new TemporaryFolder();
        var (workflow, capability) = await PrepareAsync(folder);
        var key = await StartAsync(workflow);
        var first = Start("worker", "--name", $"{workflow}-1", "--capability", capability, "--", "/bin/sh", "-c", "sleep 600");
        try
        {
            // A run is Running for a moment before it waits for a worker, too
            await Until.TrueAsync(
                async () => (await shared.Server.GetAsync("/api/v1/agents", Stop)).EnumerateArray().Any(a => a.GetProperty("id").ValueEquals($"{workflow}-1") && a.GetProperty("currentSteps").GetArrayLength() == 1),
                "the first worker holds the step",
                Stop);
            await shared.Server.WaitForRunAsync(key, Stop, "Running");
            Assert.Equal(0, (await Command.RunAsync("kill", ["-INT", $"{first.Id}"], Stop)).ExitCode);
            await first.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
            Assert.Equal(130, first.ExitCode);
        }
        finally
        {
            first.Kill(entireProcessTree: true);
            first.Dispose();
        }

        await shared.Server.WaitForRunAsync(key, Stop, "Waiting");
        var second = await shared.Server.CliAsync(
            Stop, "worker", "--name", $"{workflow}-2", "--capability", capability, "--steps", "1", "--", "/bin/sh", "-c", "echo hi > note.md; echo '{\"verdict\":\"second\"}'");

        Assert.True(second.ExitCode == 0, second.ToString());
        var run = await shared.Server.WaitForRunAsync(key, Stop, "Completed", "Failed");
        Assert.Equal("second", run.GetProperty("steps").EnumerateArray().First().GetProperty("outputs").GetProperty("verdict").GetString());
        var checkpoints = await shared.Server.GetAsync($"/api/v1/runs/{key}/checkpoints", Stop);
        Assert.Contains(checkpoints.EnumerateArray(), c => c.GetProperty("type").GetString()!.Equals("recovery", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Spec4", "4.1 integrations/mcp")]
    public async Task Mcp_CodingAgent_ClaimsReportsAndCompletesByItself()
    {
        using var folder = new TemporaryFolder();
        var (workflow, capability) = await PrepareAsync(folder);
        var key = await StartAsync(workflow);
        await shared.Server.WaitForRunAsync(key, Stop, "Waiting");
        var process = Start("mcp", "--name", $"{workflow}-mcp", "--capability", capability);
        try
        {
            var mcp = new McpPeer(process);
            var hello = await mcp.AskAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "test", version = "1" } }, Stop);
            Assert.Equal("signalbox", hello.GetProperty("serverInfo").GetProperty("name").GetString());
            await mcp.TellAsync("notifications/initialized", Stop);
            var tools = (await mcp.AskAsync("tools/list", new { }, Stop)).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(["add_steps", "assign", "changes", "checkpoint", "claim", "complete", "diff", "fail", "inbox", "log", "message", "progress", "propose_learning", "release", "steps"], tools);

            Assert.True((await mcp.CallAsync("complete", new { text = "too early" }, Stop)).IsError);
            var (claimed, isError) = await mcp.CallAsync("claim", new { waitSeconds = 10 }, Stop);
            Assert.False(isError, claimed);
            var work = JsonSerializer.Deserialize<JsonElement>(claimed).GetProperty("work");
            Assert.Equal($"Review {key}.", work.GetProperty("prompt").GetString());
            await File.WriteAllTextAsync(Path.Combine(work.GetProperty("workingDirectory").GetString()!, "note.md"), "hi", Stop);
            Assert.False((await mcp.CallAsync("progress", new { percent = 50, message = "half way" }, Stop)).IsError);
            Assert.False((await mcp.CallAsync("log", new { lines = Lines }, Stop)).IsError);
            Assert.False((await mcp.CallAsync("checkpoint", new { summary = "read it all" }, Stop)).IsError);
            await AskWhatChangedAsync(mcp, key, work.GetProperty("step").GetString()!);
            await AddStepsAsync(mcp, key, folder);
            await WriteAndProposeAsync(mcp, workflow, work.GetProperty("run").GetString()!);
            var end = new { text = "done", outputs = new { verdict = "by mcp" }, sessionId = "s-mcp", model = "own-1", inputTokens = 11, outputTokens = 7, cacheReadTokens = 5, costUsd = 0.5 };
            Assert.False((await mcp.CallAsync("complete", end, Stop)).IsError);

            var run = await shared.Server.WaitForRunAsync(key, Stop, "Completed", "Failed");
            Assert.Equal("by mcp", run.GetProperty("steps").EnumerateArray().First().GetProperty("outputs").GetProperty("verdict").GetString());
            CheckUsage(run);
            Assert.Equal(
                [("review", "Completed"), ("report", "Completed"), ("by-agent", "Completed"), ("by-person", "Completed")],
                run.GetProperty("steps").EnumerateArray().Select(s => (s.GetProperty("id").GetString()!, s.GetProperty("status").GetString()!)));
            var events = await shared.Server.GetAsync($"/api/v1/runs/{key}/events?after=0", Stop);
            Assert.Contains("1 step was added by ", events.ToString(), StringComparison.Ordinal);
            Assert.Contains("50 %, half way", events.ToString(), StringComparison.Ordinal);
            await CheckWhatIsKeptAsync(workflow, run.GetProperty("id").GetString());
            process.StandardInput.Close();
            await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    private async Task WriteAndProposeAsync(McpPeer mcp, string workflow, string runId)
    {
        Assert.False((await mcp.CallAsync("message", new { to = "people", body = "which way?", type = "question", priority = 5, expiresInMinutes = 60, run = runId }, Stop)).IsError);
        Assert.False((await mcp.CallAsync("inbox", new { }, Stop)).IsError);
        Assert.False((await mcp.CallAsync("propose_learning", new { kind = "bugs", text = $"{workflow} has no note" }, Stop)).IsError);
        Assert.True((await mcp.CallAsync("propose_learning", new { kind = "songs", text = "la" }, Stop)).IsError);
        var told = await shared.Server.GetAsync("/api/v1/agents/people/messages?limit=200", Stop);
        var asked = told.EnumerateArray().Single(m => string.Equals(m.GetProperty("run").GetString(), runId, StringComparison.Ordinal));
        Assert.Equal((5, true), (asked.GetProperty("priority").GetInt32(), asked.GetProperty("expiresAt").GetDateTimeOffset() > asked.GetProperty("createdAt").GetDateTimeOffset()));
    }

    private static void CheckUsage(JsonElement run)
    {
        var attempt = run.GetProperty("steps").EnumerateArray().First().GetProperty("attempts").EnumerateArray().Last();
        var usage = attempt.GetProperty("usage");
        Assert.Equal(("s-mcp", "own-1"), (attempt.GetProperty("sessionId").GetString(), attempt.GetProperty("model").GetString()));
        Assert.Equal((11, 7, 5, 0.5m), (usage.GetProperty("inputTokens").GetInt32(), usage.GetProperty("outputTokens").GetInt32(), usage.GetProperty("cacheReadTokens").GetInt32(), usage.GetProperty("costUsd").GetDecimal()));
    }

    private static async Task AskWhatChangedAsync(McpPeer mcp, string key, string step)
    {
        var (steps, _) = await mcp.CallAsync("steps", new { run = key }, Stop);
        Assert.Contains(step, steps, StringComparison.Ordinal);
        var (changes, _) = await mcp.CallAsync("changes", new { run = key, step = "review" }, Stop);
        Assert.Contains("\"path\":\"note.md\"", changes, StringComparison.Ordinal);
        var (diff, _) = await mcp.CallAsync("diff", new { run = key, path = "note.md", step = "review" }, Stop);
        Assert.Contains("\"text\":\"hi\"", diff, StringComparison.Ordinal);
        Assert.Contains("does not wait", (await mcp.CallAsync("assign", new { step = step }, Stop)).Text, StringComparison.Ordinal);
    }

    private async Task AddStepsAsync(McpPeer mcp, string key, TemporaryFolder folder)
    {
        var (added, isError) = await mcp.CallAsync("add_steps", new { run = key, steps = "steps: [{id: by-agent, needs: [report], run: cat note.md}]" }, Stop);
        Assert.False(isError, added);
        Assert.Contains("by-agent", added, StringComparison.Ordinal);
        Assert.Contains("steps:1:40: error unknown-step", (await mcp.CallAsync("add_steps", new { run = key, steps = "steps: [{id: x, run: ls, needs: [y, z, nowhere]}]" }, Stop)).Text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Combine("more.yaml"), "steps:\n  - {id: by-person, needs: [by-agent], run: cat note.md}\n", Stop);
        var byPerson = await shared.Server.CliAsync(Stop, "run", "add-steps", key, folder.Combine("more.yaml"));
        Assert.True(byPerson.ExitCode == 0, byPerson.ToString());
        var twice = await shared.Server.CliAsync(Stop, "run", "add-steps", key, folder.Combine("more.yaml"));
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("steps:2:10: error duplicate-name: Two steps have the id 'by-person'; the run has the other already.", twice.Error, StringComparison.Ordinal);
    }

    private async Task CheckWhatIsKeptAsync(string workflow, string? run)
    {
        var learned = (await shared.Server.GetAsync($"/api/v1/learnings?repository={workflow}", Stop)).EnumerateArray().Single();
        Assert.Equal(("bugs", "Proposed", $"{workflow}-mcp"), (learned.GetProperty("kind").GetString(), learned.GetProperty("status").GetString(), learned.GetProperty("proposedBy").GetString()));
        var session = (await shared.Server.GetAsync($"/api/v1/agents/{workflow}-mcp/sessions", Stop)).EnumerateArray().Single();
        Assert.Equal(("Completed", run, 1), (session.GetProperty("status").GetString(), session.GetProperty("run").GetString(), session.GetProperty("iterationCount").GetInt32()));
    }

    private async Task<(string Workflow, string Capability)> PrepareAsync(TemporaryFolder folder)
    {
        var name = $"pool-{Guid.NewGuid():n}"[..16];
        var capability = $"can-{name}";
        var yaml = $$$"""
            version: "1.0"
            name: {{{name}}}
            steps:
              - id: review
                capabilities: [{{{capability}}}]
                env: {GREETING: hello}
                secrets: [SHOP_TOKEN]
                prompt: "Review {{run.key}}."
                outputs:
                  - {name: verdict, type: string, source: verdict}
                  - {name: note, type: file, source: note.md}
              - id: report
                needs: [review]
                run: cat note.md
            """;
        var repository = await TestRepository.CreateAsync(folder.Combine(name), Stop, (name, yaml));
        var added = await shared.Server.CliAsync(Stop, "init", repository.Path);
        Assert.True(added.ExitCode == 0, added.ToString());
        return (name, capability);
    }

    private async Task<string> StartAsync(string workflow)
    {
        var started = await shared.Server.CliAsync(Stop, "workflow", "run", workflow);
        Assert.True(started.ExitCode == 0, started.ToString());
        return started.Output.Split('\n')[0].Trim();
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [TestPaths.Signalbox, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in SignalboxServer.EnvironmentFor(shared.Server.Data))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The client's side of the protocol: a JSON object a line.</summary>
    private sealed class McpPeer(Process process)
    {
        private int _id;

        public async Task<JsonElement> AskAsync(string method, object parameters, CancellationToken cancellationToken)
        {
            var id = ++_id;
            await WriteAsync(new { jsonrpc = "2.0", id, method, @params = parameters }, cancellationToken);
            while (true)
            {
                var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
                Assert.NotNull(line);
                var answer = JsonSerializer.Deserialize<JsonElement>(line);
                if (answer.TryGetProperty("id", out var answered) && answered.ValueKind == JsonValueKind.Number && answered.GetInt32() == id)
                {
                    Assert.True(answer.TryGetProperty("result", out var result), line);
                    return result;
                }
            }
        }

        public Task TellAsync(string method, CancellationToken cancellationToken) => WriteAsync(new { jsonrpc = "2.0", method }, cancellationToken);

        public async Task<(string Text, bool IsError)> CallAsync(string tool, object arguments, CancellationToken cancellationToken)
        {
            var result = await AskAsync("tools/call", new { name = tool, arguments }, cancellationToken);
            var isError = result.TryGetProperty("isError", out var error) && error.ValueKind == JsonValueKind.True;
            return (result.GetProperty("content").EnumerateArray().First().GetProperty("text").GetString()!, isError);
        }

        private async Task WriteAsync(object message, CancellationToken cancellationToken)
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message).AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
        }
    }
}
