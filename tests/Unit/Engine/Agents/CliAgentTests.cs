using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Agents;

[SupportedOSPlatform("linux")]
public sealed class CliAgentTests : IDisposable
{
    private const string Good = """
        {"type":"system","subtype":"init","session_id":"s-1","model":"model-a"}
        {"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"Working"}]}}
        {"type":"result","subtype":"success","is_error":false,"result":"```json\n{\"verdict\": \"go\", \"count\": 3, \"list\": [true, null, 1.5]}\n```"}
        """;

    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_GoodStream_SucceedsAndStoresEverything()
    {
        _bench.Host.Stdout = Good;
        _bench.Host.Stderr = "a warning\n";
        _bench.Host.End();

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Equal(0, result.ExitCode);
        Assert.Null(result.Error);
        Assert.Equal("go", result.Structured!["verdict"]);
        Assert.Equal(3L, result.Structured["count"]);
        Assert.Equal([true, null, 1.5], Assert.IsType<List<object?>>(result.Structured["list"]));
        Assert.Equal(result.FinalText, result.OutputText);
        Assert.Equal(Good, _bench.Logs.Text(LogStream.Stdout));
        Assert.Equal("a warning\n", _bench.Logs.Text(LogStream.Stderr));
        Assert.True(_bench.Logs.IsComplete(LogStream.Stdout));
        Assert.True(_bench.Logs.IsComplete(LogStream.Stderr));
        Assert.Equal(new AgentEvent.Started(11), _bench.Sink.Events[0]);
    }

    [Fact]
    [Trait("Spec4", "1.2 tools.allowed and tools.mcp_servers: what the agent is given")]
    public async Task RunAsync_Claude_BuildsTheCommandAndFeedsThePrompt()
    {
        _bench.Request = _bench.Request with
        {
            Model = "opus",
            Options = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["permission_mode"] = "acceptEdits",
                ["allowed_tools"] = new List<object?> { "Read", "Bash(git:*)" },
                ["max_turns"] = 7L,
                ["mcp_config"] = "mcp.json",
            },
        };
        _bench.Host.Stdout = Good;
        _bench.Host.End();

        await _bench.RunAsync(_bench.Claude);

        var spec = Assert.Single(_bench.Host.Started);
        Assert.Equal(
            ["claude", "-p", "--output-format", "stream-json", "--verbose", "--model", "opus", "--permission-mode", "acceptEdits", "--allowedTools", "Read,Bash(git:*)", "--max-turns", "7", "--mcp-config", "mcp.json"],
            spec.Command);
        Assert.Equal(_bench.Folder["attempt/prompt.md"], spec.StandardInputFile);
        Assert.Equal("Say four.", await File.ReadAllTextAsync(spec.StandardInputFile!, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(spec.StandardInputFile!));
        Assert.Equal(TimeSpan.FromSeconds(300), spec.Timeout);
    }

    [Fact]
    public async Task RunAsync_Codex_BuildsTheCommand()
    {
        _bench.Request = _bench.Request with { Model = "gpt-x", Options = Options("sandbox", "workspace-write") };
        _bench.Host.Stdout = """{"type":"turn.completed"}""";
        _bench.Host.End();

        var result = await _bench.RunAsync(_bench.Codex);

        Assert.Equal(["codex", "exec", "--json", "--model", "gpt-x", "--sandbox", "workspace-write", "--cd", _bench.Folder.Path, "-"], _bench.Host.Started[0].Command);
        Assert.Equal("gpt-x", result.Model);
        Assert.Null(result.FinalText);
    }

    [Theory]
    [InlineData("colour", "red", "permission_mode, allowed_tools, max_turns, mcp_config")]
    [InlineData("permission_mode", "everything", "acceptEdits")]
    [InlineData("max_turns", "many", "a whole number from 1")]
    [InlineData("mcp_config", "--dangerously-skip-permissions", "does not begin with '-'")]
    public async Task RunAsync_BadOption_StartsNothingAndSaysWhatIsAllowed(string name, string value, string allowed)
    {
        _bench.Request = _bench.Request with { Options = Options(name, value) };

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(AgentOutcome.Failed, result.Outcome);
        Assert.Equal("bad_option", result.Error!.Code);
        Assert.Contains(name, result.Error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Host.Started);
        Assert.True(_bench.Logs.IsComplete(LogStream.Stdout));
    }

    [Fact]
    public async Task RunAsync_StreamStopsEarly_IsIncomplete()
    {
        _bench.Host.Stdout = "\uFEFF{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s-1\"}\r\n\r\n{\"type\":\"assist";
        _bench.Host.Stderr = "Segmentation fault\u001b[0m\u0007\n";
        _bench.Host.End(code: 139);

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(AgentOutcome.Failed, result.Outcome);
        Assert.Equal("incomplete_stream", result.Error!.Code);
        Assert.Contains("exit code 139; the last line it wrote to standard error was: Segmentation fault;", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("s-1", result.SessionId);
    }

    [Fact]
    public async Task RunAsync_NothingButASignInComplaint_IsAuth()
    {
        _bench.Host.Stderr = "Invalid API key · Please run /login\n";
        _bench.Host.End(code: 1);

        Assert.Equal("auth", (await _bench.RunAsync(_bench.Claude)).Error!.Code);
    }

    [Fact]
    public async Task RunAsync_SuccessInStreamButExitCode_IsFailed()
    {
        _bench.Host.Stdout = Good;
        _bench.Host.End(code: 3);

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(AgentOutcome.Failed, result.Outcome);
        Assert.Equal("exit_code", result.Error!.Code);
    }

    [Theory]
    [InlineData(ProcessEnd.TimedOut, AgentOutcome.TimedOut, "timeout", "timed out after 300 s")]
    [InlineData(ProcessEnd.Stopped, AgentOutcome.Stopped, "stopped", "stopped on request: detail")]
    [InlineData(ProcessEnd.OutputLimit, AgentOutcome.Failed, "output_limit", "wrote more output than is allowed: detail")]
    [InlineData(ProcessEnd.StartFailed, AgentOutcome.Failed, "start_failed", "npm install -g @anthropic-ai/claude-code")]
    [InlineData(ProcessEnd.Lost, AgentOutcome.Interrupted, "interrupted", "interrupted: detail")]
    public async Task RunAsync_OtherEnds_SayWhichEvenWhenTheStreamWasGood(ProcessEnd end, AgentOutcome outcome, string code, string words)
    {
        _bench.Host.Stdout = Good;
        _bench.Host.End(end, code: null, "detail.");

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(code, result.Error!.Code);
        Assert.Contains(words, result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("s-1", result.SessionId);
    }

    [Fact]
    public async Task RunAsync_Reattach_GivesTheSameResultAndTellsOnlyWhatIsNew()
    {
        _bench.Host.Stdout = Good;
        _bench.Host.Write(_bench.Request.Directory);
        _bench.Request = _bench.Request with { Reattach = true };
        _bench.Logs.SetOffset(LogStream.Stdout, Good.IndexOf('\n', StringComparison.Ordinal) + 1);
        _bench.Host.End();

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Empty(_bench.Host.Started);
        Assert.Equal(1, _bench.Host.Inspections);
        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Equal("s-1", result.SessionId);
        Assert.DoesNotContain(_bench.Sink.Events, e => e is AgentEvent.Session);
        Assert.Contains(new AgentEvent.Text("Working"), _bench.Sink.Events);
    }

    [Fact]
    public async Task RunAsync_ReattachNeverStarted_IsInterrupted()
    {
        _bench.Host.State = ProcessState.NeverStarted;
        _bench.Request = _bench.Request with { Reattach = true };

        var result = await _bench.RunAsync(_bench.Claude);

        Assert.Equal(AgentOutcome.Interrupted, result.Outcome);
        Assert.True(result.Error!.Retryable);
        Assert.Contains("never started", result.Error.Message, StringComparison.Ordinal);
        Assert.True(_bench.Logs.IsComplete(LogStream.Stdout));
        Assert.True(_bench.Logs.IsComplete(LogStream.Stderr));
    }

    [Fact]
    public async Task RunAsync_Detached_LeavesTheProcessAndTheStreamsOpen()
    {
        using var detach = new CancellationTokenSource();
        _bench.Host.Stdout = Good;

        var run = _bench.Claude.RunAsync(_bench.Request, _bench.Sink, detach.Token);
        await _bench.Sink.WaitForAsync<AgentEvent.Text>(TestContext.Current.CancellationToken);
        await detach.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(_bench.Host.Stopped);
        Assert.False(_bench.Logs.IsComplete(LogStream.Stdout));
    }

    [Fact]
    public async Task RunAsync_StoreRefuses_GivesTheRunUpWithoutWaitingForTheProcess()
    {
        _bench.Logs.Refuses = true;
        _bench.Host.Stdout = Good;

        await Assert.ThrowsAsync<AttemptTakenOverException>(() => _bench.RunAsync(_bench.Claude));

        Assert.Empty(_bench.Host.Stopped);
    }

    [Fact]
    public async Task RunAsync_EventsComeWhileTheProcessRuns()
    {
        _bench.Host.Stdout = Good;

        var run = _bench.RunAsync(_bench.Claude);
        await _bench.Sink.WaitForAsync<AgentEvent.Session>(TestContext.Current.CancellationToken);

        Assert.False(run.IsCompleted);
        _bench.Host.End();
        Assert.Equal(AgentOutcome.Succeeded, (await run).Outcome);
    }

    [Fact]
    public async Task RunAsync_ModelWithAPrice_CostIsEstimatedAndOnlyWhatTheResumedThreadAdded()
    {
        _bench.Prices = new AgentPrices([new AgentPrice("gpt-x", 1m, 10m, CacheReadUsd: 0.1m)]);
        _bench.Request = _bench.Request with { Model = "gpt-x", ResumeSession = "th-1", ResumeUsage = new AgentUsage { InputTokens = 600_000, CacheReadTokens = 200_000, OutputTokens = 5_000, CostUsd = 0.47m } };
        _bench.Host.Stdout = """{"type":"turn.completed","usage":{"input_tokens":1000000,"cached_input_tokens":500000,"output_tokens":20000}}""";
        _bench.Host.End();

        var usage = (await _bench.RunAsync(_bench.Codex)).Usage!;

        // The counts are the thread's: the attempt's are what they grew by, at 0.10 + 0.03 + 0.15 US dollars
        Assert.Equal((400_000, 300_000, 15_000), (usage.InputTokens, usage.CacheReadTokens, usage.OutputTokens));
        Assert.Equal(0.28m, usage.CostUsd);
        Assert.True(usage.CostEstimated);
    }

    [Fact]
    public async Task RunAsync_PromptIsAnArgument_StandardInputIsEmptyAndTheFileIsThere()
    {
        _bench.Host.Stdout = """{"type":"result","sessionId":"s","exitCode":0}""";
        _bench.Host.End();

        Assert.Equal(AgentOutcome.Succeeded, (await _bench.RunAsync(_bench.Copilot)).Outcome);

        Assert.Null(_bench.Host.Started[0].StandardInputFile);
        Assert.Equal("Say four.", await File.ReadAllTextAsync(_bench.Folder["attempt/prompt.md"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(42, "bad_input")]
    [InlineData(53, "max_turns")]
    [InlineData(1, "incomplete_stream")]
    public async Task RunAsync_GeminiEndsBeforeItsResult_TheExitCodeSaysWhy(int code, string expected)
    {
        _bench.Host.Stdout = """{"type":"init","session_id":"g-1","model":"gem-1"}""";
        _bench.Host.Stderr = "it broke\n";
        _bench.Host.End(code: code);

        var result = await _bench.RunAsync(_bench.Gemini);

        Assert.Equal(expected, result.Error!.Code);
        Assert.Contains("it broke", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("g-1", result.SessionId);
    }

    [Fact]
    public async Task StopAsync_Asked_StopsTheProcessOfTheFolder()
    {
        await _bench.Claude.StopAsync(_bench.Request, TestContext.Current.CancellationToken);

        Assert.Equal([_bench.Request.Directory], _bench.Host.Stopped);
    }

    private static Dictionary<string, object?> Options(string name, object? value) => new(StringComparer.Ordinal) { [name] = value };
}
