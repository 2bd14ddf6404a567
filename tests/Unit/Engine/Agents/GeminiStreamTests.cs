using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

public sealed class GeminiStreamTests
{
    private const string Init = """{"type":"init","timestamp":"2026-03-01T10:00:00.000Z","session_id":"g-1","model":"gem-1"}""";

    private readonly List<AgentEvent> _events = [];

    [Fact]
    public void Finish_WholeStream_EveryValueIsRead()
    {
        var result = Read(
            "Warning: no colours here",
            Init,
            """{"type":"message","role":"user","content":"Say hello."}""",
            """{"type":"message","role":"assistant","content":"I look ","delta":true}""",
            """{"type":"message","role":"assistant","content":"around.","delta":true}""",
            """{"type":"tool_use","tool_name":"run_shell_command","tool_id":"t1","parameters":{"command":"ls"}}""",
            """{"type":"tool_result","tool_id":"t1","status":"error","output":"no such folder","error":{"type":"x","message":"no such folder"}}""",
            """{"type":"later_kind","data":[1,2]}""",
            """{"type":"message","role":"assistant","content":"Hel","delta":true}""",
            """{"type":"message","role":"assistant","content":"lo.","delta":true}""",
            """{"type":"result","status":"success","stats":{"total_tokens":130,"input_tokens":100,"output_tokens":9,"cached":40,"input":60,"duration_ms":2500,"tool_calls":1,"models":{"a":{"input_tokens":1}}}}""");

        Assert.True(result.Complete);
        Assert.Null(result.Error);
        Assert.Equal("Hello.", result.FinalText);
        Assert.Equal("g-1", result.SessionId);
        Assert.Equal("gem-1", result.Model);
        Assert.Equal(new AgentUsage { InputTokens = 100, OutputTokens = 9, CacheReadTokens = 40, DurationMs = 2500 }, result.Usage);
        Assert.Equal(new ToolCall("t1", "run_shell_command", """{"command":"ls"}""", IsError: true, ExitCode: null), Assert.Single(result.ToolCalls));
        Assert.Equal(["Warning: no colours here"], result.Warnings);
        Assert.Equal(
            [new AgentEvent.Text("I look "), new AgentEvent.Text("around.", Continues: true), new AgentEvent.Text("Hel"), new AgentEvent.Text("lo.", Continues: true)],
            _events.OfType<AgentEvent.Text>());
    }

    [Fact]
    public void Finish_OnlyTheEchoedPrompt_IsNoAnswer()
    {
        var result = Read(Init, """{"type":"message","role":"user","content":"Say hello."}""", """{"type":"result","status":"success","stats":{}}""");

        Assert.True(result.Complete);
        Assert.Null(result.FinalText);
        Assert.Null(result.Usage);
    }

    [Fact]
    public void Finish_WholeMessagesWithoutTheFlag_TheLastIsTheAnswer()
    {
        var result = Read(
            Init,
            """{"type":"message","role":"assistant","content":"First."}""",
            """{"type":"message","role":"assistant","content":"Second."}""",
            """{"type":"result","status":"success"}""");

        Assert.Equal("Second.", result.FinalText);
    }

    [Fact]
    public void Finish_FilesWritten_AreChangesOnceTheToolSucceeded()
    {
        Read(
            """{"type":"tool_use","tool_name":"write_file","tool_id":"a","parameters":{"file_path":"/w/a.txt","content":"one"}}""",
            """{"type":"tool_use","tool_name":"replace","tool_id":"b","parameters":{"file_path":"/w/b.txt","old_string":"x\n","new_string":"y\n"}}""",
            """{"type":"tool_result","tool_id":"b","status":"success","output":""}""",
            """{"type":"tool_result","tool_id":"a","status":"error","output":"read-only"}""");

        Assert.Equal([new AgentEvent.FileChanged("/w/b.txt", "update", "-x\n+y")], _events.OfType<AgentEvent.FileChanged>());
    }

    [Fact]
    public void Finish_Quota_IsARateLimitThatNamesItsEnd()
    {
        var result = Read(
            Init,
            """{"type":"error","severity":"warning","message":"trying again"}""",
            """{"type":"result","timestamp":"2026-03-01T10:00:05.000Z","status":"error","error":{"type":"ApiError","code":429,"message":"Quota exceeded. Please retry in 54.5s."},"stats":{"input_tokens":3,"output_tokens":0}}""");

        Assert.True(result.Complete);
        Assert.Equal("rate_limit", result.Error!.Code);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 59, 500, TimeSpan.Zero), result.Error.RetryAt);
        Assert.Contains(_events, e => e is AgentEvent.RateLimited { ResetsAt: not null });
        Assert.Equal(new AgentUsage { InputTokens = 3, OutputTokens = 0 }, result.Usage);
        Assert.Equal(["trying again"], result.Warnings);
    }

    [Theory]
    [InlineData("""{"type":"result","status":"error","error":{"type":"FatalAuthenticationError","message":"API key not valid. Please pass a valid API key."}}""", "auth", false)]
    [InlineData("""{"type":"result","status":"error","error":{"type":"FatalTurnLimitedError","message":"Reached max session turns"}}""", "max_turns", false)]
    [InlineData("""{"type":"result","status":"error","error":{"type":"ApiError","message":"status 503 Service Unavailable"}}""", "agent_error", true)]
    public void Finish_ResultIsAnError_SaysWhich(string line, string code, bool isRetryable)
    {
        var error = Read(Init, line).Error!;

        Assert.Equal(code, error.Code);
        Assert.Equal(isRetryable, error.Retryable);
    }

    [Fact]
    public void Finish_ErrorResultWithoutWords_QuotesTheErrorBefore()
    {
        var result = Read("""{"type":"error","severity":"error","message":"the tool loop broke"}""", """{"type":"result","status":"error"}""");

        Assert.Equal("Gemini reports: the tool loop broke", result.Error!.Message);
    }

    [Fact]
    public void Finish_TornLastLine_IsIncomplete()
    {
        var result = Read(Init, """{"type":"message","role":"assistant","content":"I begin","delta":true}""", """{"type":"mess""");

        Assert.False(result.Complete);
        Assert.Null(result.Usage);
        Assert.Equal("I begin", result.FinalText);
    }

    private CliStreamResult Read(params string[] lines) => DialectReader.Read(new GeminiDialect(), _events, lines);
}
