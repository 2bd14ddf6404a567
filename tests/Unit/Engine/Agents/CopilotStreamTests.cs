using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

public sealed class CopilotStreamTests
{
    private const string Tool = """{"type":"assistant.message","data":{"messageId":"m1","model":"model-b","content":"","toolRequests":[{"toolCallId":"c1","name":"bash","arguments":{"command":"make"}}]},"id":"e1","timestamp":"2026-03-01T10:00:00.000Z"}""";

    private readonly List<AgentEvent> _events = [];

    [Fact]
    public void Finish_WholeStream_EveryValueIsRead()
    {
        var result = Read(
            """{"type":"session.new_kind_of_event","data":{"x":[1,{"y":null}]},"id":"e0"}""",
            """{"type":"user.message","data":{"content":"Say hello."},"id":"e0"}""",
            Tool,
            """{"type":"tool.execution_start","data":{"toolCallId":"c1","toolName":"bash","arguments":{"command":"make"}},"id":"e2"}""",
            """{"type":"tool.execution_partial_result","data":{"toolCallId":"c1","partialOutput":"bui"},"ephemeral":true}""",
            """{"type":"tool.execution_complete","data":{"toolCallId":"c1","success":true,"result":{"content":"built"}},"id":"e3"}""",
            """{"type":"assistant.reasoning","data":{"content":"It was built."},"id":"e4"}""",
            """{"type":"assistant.message_delta","data":{"messageId":"m2","deltaContent":"Hel"},"ephemeral":true}""",
            """{"type":"assistant.message","data":{"messageId":"m2","model":"model-b","content":"Hello.","toolRequests":[],"added_later":true},"id":"e5"}""",
            """{"type":"assistant.message","data":{"messageId":"m3","content":"  ","toolRequests":[]},"id":"e6"}""",
            """{"type":"result","timestamp":"2026-03-01T10:00:09.000Z","sessionId":"se-7","exitCode":0,"usage":{"premiumRequests":2,"totalApiDurationMs":4000,"sessionDurationMs":9000}}""");

        Assert.True(result.Complete);
        Assert.Null(result.Error);
        Assert.Equal("Hello.", result.FinalText);
        Assert.Equal("se-7", result.SessionId);
        Assert.Equal("model-b", result.Model);
        Assert.Equal(new AgentUsage { PremiumRequests = 2, DurationMs = 9000 }, result.Usage);
        Assert.Equal(new ToolCall("c1", "bash", """{"command":"make"}""", IsError: false, ExitCode: null), Assert.Single(result.ToolCalls));
        Assert.Empty(result.Warnings);
        Assert.Equal(
            [
                new AgentEvent.Session(null, "model-b"),
                new AgentEvent.ToolStarted("c1", "bash", """{"command":"make"}"""),
                new AgentEvent.ToolEnded("c1", "built", IsError: false, ExitCode: null),
                new AgentEvent.Thinking("It was built."),
                new AgentEvent.Text("Hello."),
                new AgentEvent.Session("se-7", "model-b"),
                new AgentEvent.UsageReported(new AgentUsage { PremiumRequests = 2, DurationMs = 9000 }),
            ],
            _events);
    }

    [Fact]
    public void Finish_HelperSpeaksLast_TheMainAgentsTextIsTheAnswer()
    {
        var result = Read(
            """{"type":"assistant.message","data":{"content":"The plan is ready.","toolRequests":[]}}""",
            """{"type":"assistant.message","data":{"content":"I am only a helper.","parentToolCallId":"c9","model":"small","toolRequests":[]}}""",
            """{"type":"result","sessionId":"s","exitCode":0,"usage":{"premiumRequests":1}}""");

        Assert.Equal("The plan is ready.", result.FinalText);
        Assert.Null(result.Model);
    }

    [Fact]
    public void Finish_FilesWritten_AreChangesOnceTheToolSucceeded()
    {
        Read(
            """{"type":"tool.execution_start","data":{"toolCallId":"a","toolName":"create","arguments":{"path":"/w/new.txt","file_text":"one\ntwo\n"}}}""",
            """{"type":"tool.execution_complete","data":{"toolCallId":"a","success":true,"result":{"content":"ok"}}}""",
            """{"type":"tool.execution_start","data":{"toolCallId":"b","toolName":"edit","arguments":{"path":"/w/old.txt","old_str":"x","new_str":"y"}}}""",
            """{"type":"tool.execution_complete","data":{"toolCallId":"b","success":true,"result":{"content":"ok"}}}""",
            """{"type":"tool.execution_start","data":{"toolCallId":"c","toolName":"edit","arguments":{"path":"/w/no.txt","old_str":"x","new_str":"y"}}}""",
            """{"type":"tool.execution_complete","data":{"toolCallId":"c","success":false,"error":{"message":"not found"}}}""");

        Assert.Equal(
            [new AgentEvent.FileChanged("/w/new.txt", "add", "+one\n+two"), new AgentEvent.FileChanged("/w/old.txt", "update", "-x\n+y")],
            _events.OfType<AgentEvent.FileChanged>());
        Assert.Contains(new AgentEvent.ToolEnded("c", "not found", IsError: true, ExitCode: null), _events);
    }

    [Fact]
    public void Finish_CallsOfTheModelTellTokens_TheyAreSummed()
    {
        var result = Read(
            """{"type":"assistant.usage","data":{"inputTokens":100,"outputTokens":5,"cacheReadTokens":40},"ephemeral":true}""",
            """{"type":"assistant.usage","data":{"inputTokens":120,"outputTokens":7},"ephemeral":true}""",
            """{"type":"result","sessionId":"s","exitCode":0,"usage":{"premiumRequests":0.33}}""");

        Assert.Equal(new AgentUsage { InputTokens = 220, OutputTokens = 12, CacheReadTokens = 40, PremiumRequests = 0.33m }, result.Usage);
        Assert.Null(result.Usage!.CostUsd);
    }

    [Fact]
    public void Finish_RateLimited_NamesWhenItEnds()
    {
        var result = Read(
            """{"type":"session.error","data":{"errorType":"rate_limit","message":"You are rate limited, please try again in 90 seconds.","statusCode":429},"timestamp":"2026-03-01T10:00:00.000Z"}""",
            """{"type":"result","sessionId":"s-l","exitCode":1,"usage":{"premiumRequests":0,"sessionDurationMs":12}}""");

        Assert.True(result.Complete);
        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 1, 30, TimeSpan.Zero), result.Error.RetryAt);
        Assert.Contains(_events, e => e is AgentEvent.RateLimited { ResetsAt: not null });
        Assert.Equal(0, result.Usage!.PremiumRequests);
        Assert.Equal("s-l", result.SessionId);
        Assert.Null(result.FinalText);
    }

    [Fact]
    public void Finish_NotSignedIn_SaysWhatToDo()
    {
        var result = Read(
            """{"type":"session.error","data":{"errorType":"authentication","message":"No authentication information found."}}""",
            """{"type":"result","sessionId":"s","exitCode":1}""");

        Assert.Equal("auth", result.Error!.Code);
        Assert.False(result.Error.Retryable);
        Assert.Contains("sign in with /login", result.Error.Message, StringComparison.Ordinal);
        Assert.Null(result.Usage);
    }

    [Fact]
    public void Finish_ErrorThatAnAnswerFollowed_WasGotOver()
    {
        var result = Read(
            """{"type":"session.error","data":{"errorType":"query","message":"stream closed"}}""",
            """{"type":"assistant.message","data":{"content":"Done after all.","toolRequests":[]}}""",
            """{"type":"result","sessionId":"s","exitCode":0}""");

        Assert.Null(result.Error);
        Assert.Equal(["stream closed"], result.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Finish_ErrorThatNothingFollowed_IsTheFault(int exitCode)
    {
        var result = Read(
            """{"type":"assistant.message","data":{"content":"I begin.","toolRequests":[]}}""",
            """{"type":"session.error","data":{"errorType":"query","message":"model model-x is not available"}}""",
            $$"""{"type":"result","sessionId":"s","exitCode":{{exitCode}}}""");

        Assert.Equal("agent_error", result.Error!.Code);
        Assert.Equal("GitHub Copilot reports: model model-x is not available", result.Error.Message);
    }

    [Fact]
    public void Finish_ExitCodeWithoutAWord_SaysSo()
    {
        var error = Read("""{"type":"result","sessionId":"s","exitCode":3}""").Error!;

        Assert.Equal("agent_error", error.Code);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_TornLastLine_IsIncomplete()
    {
        var result = Read("npm warn old version", Tool, "", """{"type":"assistant.message","data":{"cont""");

        Assert.False(result.Complete);
        Assert.Null(result.Error);
        Assert.Null(result.Usage);
        Assert.Null(Assert.Single(result.ToolCalls).IsError);
        Assert.Equal(2, result.Warnings.Count);
    }

    private CliStreamResult Read(params string[] lines) => DialectReader.Read(new CopilotDialect(), _events, lines);
}
