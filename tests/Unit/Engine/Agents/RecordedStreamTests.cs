using System.Runtime.Versioning;
using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Each recorded shape through its whole adapter, value by value (design/agents.md, "Streams, exactly" and "Lessons from recorded streams").</summary>
[SupportedOSPlatform("linux")]
public sealed class RecordedStreamTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Claude_Text_IsTheAnswerWithItsCost()
    {
        var result = await RunAsync(_bench.Claude, RecordedStreams.ClaudeText);

        AssertGood(result, "9", "c1a0de01-0000-4000-8000-000000000001", "claude-model-4");
        Assert.Equal(
            new AgentUsage { InputTokens = 12, OutputTokens = 31, CacheCreationTokens = 18300, CacheReadTokens = 0, CostUsd = 0.1152625m, Turns = 1, DurationMs = 2100 },
            result.Usage);
        Assert.Empty(result.ToolCalls);
        Assert.Equal(["9"], Said());
    }

    [Fact]
    public async Task Claude_Tool_HasOneCallAndTheTotalsNotThoseOfTheModels()
    {
        var result = await RunAsync(_bench.Claude, RecordedStreams.ClaudeTool);

        AssertGood(result, "There are two.", "c1a0de02-0000-4000-8000-000000000002", "claude-model-4");
        Assert.Equal(
            new AgentUsage { InputTokens = 21, OutputTokens = 402, CacheCreationTokens = 24000, CacheReadTokens = 16000, CostUsd = 0.21345675m, Turns = 2, DurationMs = 7100 },
            result.Usage);
        Assert.Equal(new ToolCall("toolu_b1", "Bash", """{"command":"ls -1","description":"List files"}""", IsError: false, ExitCode: null), Assert.Single(result.ToolCalls));
        Assert.Contains(new AgentEvent.ToolEnded("toolu_b1", "README.md\nsrc", IsError: false, ExitCode: null), _bench.Sink.Events);
        Assert.Empty(result.PermissionDenials);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Claude_LimitThatCallsItselfASuccess_FailsAndItsCostIsUnknown(int exitCode)
    {
        var result = await RunAsync(_bench.Claude, RecordedStreams.ClaudeLimited, exitCode);

        Assert.Equal((AgentOutcome.Failed, "rate_limit", true), (result.Outcome, result.Error!.Code, result.Error.Retryable));
        Assert.Contains("You've hit your session limit · resets 7pm (Europe/Vienna)", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("c1a0de04-0000-4000-8000-000000000004", result.SessionId);
        Assert.Equal(new AgentUsage { DurationMs = 640 }, result.Usage);
        Assert.Null(result.FinalText);
        Assert.Empty(Said());
    }

    [Fact]
    public async Task Codex_Text_IsTheAnswerWithoutACost()
    {
        var result = await RunAsync(_bench.Codex, RecordedStreams.CodexText);

        AssertGood(result, "9", "c0dec001-0000-7000-8000-000000000001", null);
        Assert.Equal(new AgentUsage { InputTokens = 2811, CacheReadTokens = 0, OutputTokens = 6 }, result.Usage);
        Assert.Empty(result.ToolCalls);
        Assert.Equal(["**Adding two numbers**"], _bench.Sink.Events.OfType<AgentEvent.Thinking>().Select(t => t.Value));
    }

    [Fact]
    public async Task Codex_Command_IsOneCallThatExitedWith0()
    {
        var result = await RunAsync(_bench.Codex, RecordedStreams.CodexCommand);

        AssertGood(result, "Two: `README.md` and `src`.", "c0dec002-0000-7000-8000-000000000002", null);
        Assert.Equal(new AgentUsage { InputTokens = 5904, CacheReadTokens = 4608, OutputTokens = 98 }, result.Usage);
        var call = Assert.Single(result.ToolCalls);
        Assert.Equal(("command_execution", false, 0), (call.Name, call.IsError, call.ExitCode));
        Assert.Contains(new AgentEvent.ToolEnded("item_1", "README.md\nsrc\n", IsError: false, ExitCode: 0), _bench.Sink.Events);
        Assert.DoesNotContain(_bench.Sink.Events, e => e is AgentEvent.FileChanged);
    }

    [Fact]
    public async Task Codex_File_IsOneChange()
    {
        var result = await RunAsync(_bench.Codex, RecordedStreams.CodexFile);

        AssertGood(result, "Created `notes.txt`.", "c0dec003-0000-7000-8000-000000000003", null);
        Assert.Equal(new AgentUsage { InputTokens = 5711, CacheReadTokens = 3968, OutputTokens = 47 }, result.Usage);
        Assert.Empty(result.ToolCalls);
        Assert.Equal(new AgentEvent.FileChanged("/work/shop/notes.txt", "add"), Assert.Single(_bench.Sink.Events.OfType<AgentEvent.FileChanged>()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Codex_NotSignedIn_FailsWhateverItsExitCodeAndSaysWhatToDo(int exitCode)
    {
        var result = await RunAsync(_bench.Codex, RecordedStreams.CodexNotSignedIn, exitCode);

        Assert.Equal((AgentOutcome.Failed, "auth", false), (result.Outcome, result.Error!.Code, result.Error.Retryable));
        Assert.Contains("401", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("codex login", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal("c0dec009-0000-7000-8000-000000000009", result.SessionId);
        Assert.Equal(["Reading additional input from stdin...", "Reconnecting... 3/5 (unexpected status 401 Unauthorized)"], result.Warnings);
        Assert.Null(result.Usage);
    }

    [Fact]
    public async Task Copilot_Tool_CostsPremiumRequestsAndNothingElseIsKnown()
    {
        var result = await RunAsync(_bench.Copilot, RecordedStreams.CopilotTool);

        AssertGood(result, "It printed nine.", "c0910101-0000-4000-8000-000000000001", "model-b");
        Assert.Equal(new AgentUsage { PremiumRequests = 1, DurationMs = 4050 }, result.Usage);
        Assert.Equal(("toolu_c1", "bash", false), (Assert.Single(result.ToolCalls).Id, result.ToolCalls[0].Name, result.ToolCalls[0].IsError));
        Assert.Contains(new AgentEvent.ToolEnded("toolu_c1", "nine\n<shellId: 0 completed with exit code 0>", IsError: false, ExitCode: null), _bench.Sink.Events);
        Assert.Equal(["It printed nine."], Said());
    }

    [Fact]
    public async Task Gemini_Text_IsTheAnswerAndNotThePrompt()
    {
        var result = await RunAsync(_bench.Gemini, RecordedStreams.GeminiText);

        AssertGood(result, "Nine", "9e141001-0000-4000-8000-000000000001", "auto-model-3");
        Assert.Equal(new AgentUsage { InputTokens = 11100, OutputTokens = 48, CacheReadTokens = 0, DurationMs = 2500 }, result.Usage);
        Assert.Equal(["Nine"], Said());
    }

    [Fact]
    public async Task Gemini_PlainLinesFirst_AreWarningsAndTheTotalsAreThoseOfStats()
    {
        var result = await RunAsync(_bench.Gemini, RecordedStreams.GeminiTool);

        Assert.Equal((AgentOutcome.Succeeded, "Gut", "9e141002-0000-4000-8000-000000000002"), (result.Outcome, result.FinalText, result.SessionId));
        Assert.Equal(new AgentUsage { InputTokens = 29400, OutputTokens = 133, CacheReadTokens = 10800, DurationMs = 12010 }, result.Usage);
        Assert.Equal(3, result.Warnings.Count);
        Assert.Equal(("update_topic", false), (Assert.Single(result.ToolCalls).Name, result.ToolCalls[0].IsError));
    }

    /// <summary>What every stream survives: a byte-order mark, CRLF, blank lines, plain text in the middle, events and members of later versions, a torn line at its end.</summary>
    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("copilot")]
    [InlineData("gemini")]
    public async Task Any_RoughEdges_ChangeNothingOfTheResult(string agent)
    {
        var stream = agent switch
        {
            "claude" => RecordedStreams.ClaudeTool,
            "codex" => RecordedStreams.CodexCommand,
            "copilot" => RecordedStreams.CopilotTool,
            _ => RecordedStreams.GeminiText,
        };
        var lines = stream.TrimEnd('\n').Split('\n').Select(line => $"{line[..^1]},\"of_a_later_version\":{{\"deep\":[1,null]}}}}");
        var rough = "\uFEFF" + string.Join("\r\n\r\nwarning: something in between\r\n{\"type\":\"event.of_a_later_version\",\"data\":{\"x\":1}}\r\n", lines) + "\r\n{\"type\":\"to";
        var expected = await RunAsync(Agent(_bench), stream);
        using var other = new AgentBench();
        other.Host.Stdout = rough;
        other.Host.End();

        var result = await other.RunAsync(Agent(other));

        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Equal((expected.FinalText, expected.SessionId, expected.Model, expected.Usage), (result.FinalText, result.SessionId, result.Model, result.Usage));
        Assert.Equal(expected.ToolCalls, result.ToolCalls);
        Assert.Contains("warning: something in between", result.Warnings);
        Assert.Equal(rough, other.Logs.Text(Signalbox.Engine.Logs.LogStream.Stdout));

        IAgent Agent(AgentBench bench) => agent switch
        {
            "claude" => bench.Claude,
            "codex" => bench.Codex,
            "copilot" => bench.Copilot,
            _ => bench.Gemini,
        };
    }

    private static void AssertGood(AgentResult result, string text, string session, string? model)
    {
        Assert.Equal((AgentOutcome.Succeeded, null, 0), (result.Outcome, result.Error, result.ExitCode));
        Assert.Equal((text, session, model), (result.FinalText, result.SessionId, result.Model));
        Assert.Empty(result.Warnings);
    }

    private IEnumerable<string> Said() => _bench.Sink.Events.OfType<AgentEvent.Text>().Select(t => t.Value);

    private Task<AgentResult> RunAsync(IAgent agent, string stream, int exitCode = 0)
    {
        _bench.Host.Stdout = stream;
        _bench.Host.End(code: exitCode);
        return _bench.RunAsync(agent);
    }
}
